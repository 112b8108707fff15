import AllocatorCore
import SwiftProtobuf

extension AllocatorOptions {
    init(_ message: WireInitialize) throws(MalformedField) {
        self.init()
        try readTimes(message)
        try readSorters(message)
        try readRegexBounds(message)
        try readPolicies(message)
        fairnessExcludeResourceNames = Set(message.fairnessExcludeResourceNames.map { Name($0) })
        if message.hasFilterGpuResources { filterGPUResources = message.filterGpuResources }
        if message.hasDomain {
            domain = try read("domain") { () throws(MalformedField) in try readDomain(message.domain) }
        }
        minimumAllocatableResources = try readMinimum("min_allocatable_resources", message.minAllocatableResources)
        maximumCompletedFrameworks = message.maxCompletedFrameworks
        if message.hasPublishPerFrameworkMetrics { publishesPerFrameworkMetrics = message.publishPerFrameworkMetrics }
        switch message.agentOrder {
        case .shuffled: agentOrder = .shuffled
        case .byID: agentOrder = .byID
        case .UNRECOGNIZED(let number): throw .unknown("agent_order", number: number, known: "SHUFFLED or BY_ID")
        }
        seed = message.seed
    }

    private mutating func readTimes(_ message: WireInitialize) throws(MalformedField) {
        if message.hasAllocationInterval {
            allocationInterval = try read("allocation_interval") { () throws(MalformedField) in
                try TimeSpan(message.allocationInterval)
            }
            guard allocationInterval >= Self.minimumAllocationInterval else {
                throw MalformedField(
                    "allocation_interval",
                    "is too short: give at least \(Self.minimumAllocationInterval.nanoseconds) ns, "
                        + "or leave it out for 1 s")
            }
        }
        if message.hasRecoveryTimeout {
            recoveryTimeout = try read("recovery_timeout") { () throws(MalformedField) in
                try TimeSpan(message.recoveryTimeout)
            }
        }
        if message.hasOfferTimeout {
            let timeout = try read("offer_timeout") { () throws(MalformedField) in
                try TimeSpan(message.offerTimeout)
            }
            // Zero means the same as an absent field: offers do not expire.
            offerTimeout = timeout == .zero ? nil : timeout
        }
        if message.hasAgentRecoveryFactor {
            guard (0...1).contains(message.agentRecoveryFactor) else {
                throw MalformedField(
                    "agent_recovery_factor", "is \(message.agentRecoveryFactor): give a number from 0 to 1")
            }
            agentRecoveryFactor = message.agentRecoveryFactor
        }
    }

    /// Reads the sorters: the allocator's name selects both, and separate fields override each.
    private mutating func readSorters(_ message: WireInitialize) throws(MalformedField) {
        let both: SorterKind
        switch message.allocator {
        case "", "HierarchicalDRF": both = .drf
        case "HierarchicalRandom": both = .random
        default:
            throw MalformedField(
                "allocator",
                "\(MalformedField.quoted(message.allocator)) is not known: give HierarchicalDRF or HierarchicalRandom")
        }
        roleSorter = try Self.sorter(message.roleSorter, in: "role_sorter") ?? both
        frameworkSorter = try Self.sorter(message.frameworkSorter, in: "framework_sorter") ?? both
    }

    private static func sorter(_ name: String, in field: String) throws(MalformedField) -> SorterKind? {
        if name.isEmpty { return nil }
        if let sorter = SorterKind(name: name) { return sorter }
        let known = SorterKind.allCases.map(\.name).joined(separator: " or ")
        throw MalformedField(field, "\(MalformedField.quoted(name)) is not known: give \(known)")
    }

    /// Reads the options that Mesos does not have.
    private mutating func readPolicies(_ message: WireInitialize) throws(MalformedField) {
        switch message.quotaScope {
        case .topLevel: quotaScope = .topLevel
        case .nested: quotaScope = .nested
        case .UNRECOGNIZED(let number): throw .unknown("quota_scope", number: number, known: "TOP_LEVEL or NESTED")
        }
        switch message.requests {
        case .ignored: break
        case .honored:
            throw MalformedField("requests", "HONORED is not supported by this version: give IGNORED, or leave it out")
        case .UNRECOGNIZED(let number): throw .unknown("requests", number: number, known: "IGNORED")
        }
        switch message.placement {
        case .pack: placement = .pack
        case .spread: placement = .spread
        case .UNRECOGNIZED(let number): throw .unknown("placement", number: number, known: "PACK or SPREAD")
        }
        chargesReservations = message.chargeReservations
        if message.hasGuaranteeWholeAgents { guaranteesWholeAgents = message.guaranteeWholeAgents }
        guaranteesLargerDisks = message.guaranteeLargerDisks
        if message.hasReallocationDelay {
            reallocationDelay = try read("reallocation_delay") { () throws(MalformedField) in
                try TimeSpan(message.reallocationDelay)
            }
        }
    }

    /// Reads the bounds of regular expressions; zero selects the default.
    private mutating func readRegexBounds(_ message: WireInitialize) throws(MalformedField) {
        guard message.regexMaxProgramSize >= 0 else {
            throw MalformedField("regex_max_program_size", "is negative: give a number of instructions, or 0")
        }
        guard message.regexMaxMemoryBytes >= 0 else {
            throw MalformedField("regex_max_memory_bytes", "is negative: give a number of bytes, or 0")
        }
        if message.regexMaxProgramSize > 0 { regexMaximumProgramSize = Int(message.regexMaxProgramSize) }
        if message.regexMaxMemoryBytes > 0 { regexMaximumMemoryBytes = Int(message.regexMaxMemoryBytes) }
    }
}

/// Reads the minimum of an offer: it must contain at least one of these quantities.
func readMinimum(
    _ field: @autoclosure () -> String, _ alternatives: [MesosOfferFilters.ResourceQuantities]
) throws(MalformedField) -> [[Name: Quantity]] {
    try readEach(field(), of: alternatives) { (alternative) throws(MalformedField) in
        try readQuantities("quantities", of: alternative.quantities)
    }
}

/// - Returns: `nil` if the message contains no domain.
func readDomain(_ domain: MesosDomainInfo) throws(MalformedField) -> FaultDomain? {
    guard domain.hasFaultDomain else { return nil }
    return try read("fault_domain") { () throws(MalformedField) in
        FaultDomain(
            region: try Name(domain.faultDomain.region.name, requiredIn: "region.name"),
            zone: try Name(domain.faultDomain.zone.name, requiredIn: "zone.name"))
    }
}
