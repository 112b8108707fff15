/// The options of a cluster's allocator, given once with `initialize`.
package struct AllocatorOptions: Hashable, Sendable {
    /// The order in which a sorter visits its clients (<doc:Allocation#3-The-fair-order>).
    package enum SorterKind: UInt8, CaseIterable, Hashable, Sendable {
        case drf
        case random

        /// The name on the wire and in policies.
        package var name: String {
            switch self {
            case .drf: "drf"
            case .random: "random"
            }
        }

        package init?(name: String) {
            guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = kind
        }
    }

    package enum AgentOrder: UInt8, Hashable, Sendable {
        case shuffled
        case byID
    }

    /// The agents that are preferred for honored requests.
    package enum Placement: UInt8, Hashable, Sendable {
        case pack
        case spread
    }

    /// The interval between allocation runs, at least `minimumAllocationInterval`.
    package var allocationInterval: TimeSpan = .seconds(1)
    package var fairnessExcludeResourceNames: Set<Name> = []
    package var filterGPUResources = true
    /// The master's own domain. If `nil`, no agent counts as remote.
    package var domain: FaultDomain?
    /// Alternatives, at least one of which an offer must contain. If empty, there is no minimum.
    package var minimumAllocatableResources: [[Name: Quantity]] = []
    package var maximumCompletedFrameworks: UInt32 = 0
    package var publishesPerFrameworkMetrics = true
    package var recoveryTimeout: TimeSpan = .seconds(600)
    /// The fraction of the expected agents that `recover` waits for, from 0 to 1.
    package var agentRecoveryFactor: Double = 0.8
    package var roleSorter: SorterKind = .drf
    package var frameworkSorter: SorterKind = .drf
    package var agentOrder: AgentOrder = .shuffled
    package var seed: UInt64 = 0
    package var regexMaximumProgramSize = 100
    package var regexMaximumMemoryBytes = 4096
    /// The time after which an unanswered offer is rescinded, above zero. If `nil`, offers do not expire.
    package var offerTimeout: TimeSpan?

    package var quotaScope: QuotaScope = .topLevel
    /// Whether reservations that are neither offered nor allocated count in the fair order of roles
    /// (<doc:Policies#2-Reservations-that-count>).
    package var chargesReservations = false
    /// The delay after which freed resources are offered, at least zero. If `nil`, they wait for the next run
    /// (<doc:Policies#3-Allocation-when-something-is-freed>).
    package var reallocationDelay: TimeSpan?
    /// Whether an offer for a guarantee contains all ranges and sets of the agent
    /// (<doc:Policies#4-Offers-for-guarantees>).
    package var guaranteesWholeAgents = true
    /// Whether a guarantee may be satisfied by an indivisible disk that is larger than the guarantee lacks, if no
    /// smaller one is available.
    package var guaranteesLargerDisks = false
    /// Compared and kept, but without effect while requests are ignored.
    package var placement: Placement = .pack

    package static let minimumAllocationInterval = TimeSpan.milliseconds(1)

    package init() {}

    /// Whether an option is set that Mesos does not have (<doc:Policies>).
    package var hasPolicies: Bool {
        quotaScope != .topLevel || chargesReservations || reallocationDelay != nil || placement != .pack
            || !guaranteesWholeAgents || guaranteesLargerDisks
    }
}

/// The region and zone of a machine.
package struct FaultDomain: Hashable, Sendable {
    package var region: Name
    package var zone: Name

    package init(region: Name, zone: Name) {
        self.region = region
        self.zone = zone
    }
}
