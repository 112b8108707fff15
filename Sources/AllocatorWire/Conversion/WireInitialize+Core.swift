import AllocatorCore
import SwiftProtobuf

extension WireInitialize {
    /// Sets every option, so a later change of a default does not affect data written before.
    init(_ options: AllocatorOptions) {
        self.init()
        allocationInterval = Google_Protobuf_Duration(options.allocationInterval)
        fairnessExcludeResourceNames = options.fairnessExcludeResourceNames.sorted().map(\.string)
        filterGpuResources = options.filterGPUResources
        if let domain = options.domain { self.domain = MesosDomainInfo(domain) }
        minAllocatableResources = options.minimumAllocatableResources.map { MesosOfferFilters.ResourceQuantities($0) }
        maxCompletedFrameworks = options.maximumCompletedFrameworks
        publishPerFrameworkMetrics = options.publishesPerFrameworkMetrics
        recoveryTimeout = Google_Protobuf_Duration(options.recoveryTimeout)
        if let timeout = options.offerTimeout { offerTimeout = Google_Protobuf_Duration(timeout) }
        agentRecoveryFactor = options.agentRecoveryFactor
        roleSorter = options.roleSorter.name
        frameworkSorter = options.frameworkSorter.name
        agentOrder =
            switch options.agentOrder {
            case .shuffled: .shuffled
            case .byID: .byID
            }
        seed = options.seed
        // Options come only from this message, so clamping never changes the value.
        regexMaxProgramSize = Int32(clamping: options.regexMaximumProgramSize)
        regexMaxMemoryBytes = Int64(options.regexMaximumMemoryBytes)
        setPolicies(options)
    }

    private mutating func setPolicies(_ options: AllocatorOptions) {
        quotaScope =
            switch options.quotaScope {
            case .topLevel: .topLevel
            case .nested: .nested
            }
        chargeReservations = options.chargesReservations
        guaranteeWholeAgents = options.guaranteesWholeAgents
        guaranteeLargerDisks = options.guaranteesLargerDisks
        placement =
            switch options.placement {
            case .pack: .pack
            case .spread: .spread
            }
        if let delay = options.reallocationDelay { reallocationDelay = Google_Protobuf_Duration(delay) }
    }
}

extension Google_Protobuf_Duration {
    init(_ span: TimeSpan) {
        let (seconds, nanos) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(seconds: seconds, nanos: Int32(nanos))
    }
}

extension MesosDomainInfo {
    init(_ domain: AllocatorCore.FaultDomain) {
        self.init()
        faultDomain.region.name = domain.region.string
        faultDomain.zone.name = domain.zone.string
    }
}

extension MesosOfferFilters.ResourceQuantities {
    init(_ quantities: [Name: Quantity]) {
        self.init()
        self.quantities = mesosScalars(quantities)
    }
}

/// Converts quantities to scalars by resource name. Doubles are exact up to `Quantity.maximum`.
func mesosScalars(_ quantities: [Name: Quantity]) -> [String: MesosValue.Scalar] {
    var scalars: [String: MesosValue.Scalar] = [:]
    scalars.reserveCapacity(quantities.count)
    for (name, quantity) in quantities { scalars[name.string] = MesosValue.Scalar(quantity) }
    return scalars
}

extension MesosValue.Scalar {
    init(_ quantity: Quantity) {
        self.init()
        value = quantity.value
    }
}
