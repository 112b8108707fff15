package import AllocatorCore

/// What the core and its reference have in common: what a scenario needs to play against either.
package protocol AllocatorFace {
    init()

    /// The time of the cluster's clock.
    var now: Instant { get }
    /// When the next allocation run falls due; nil before `initialize`.
    var nextRun: Instant? { get }

    mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply
    mutating func finishBatch()
    mutating func advance(to time: Instant)
    mutating func setListening(_ isListening: Bool, master: String)
    /// What happened since the last time that this was asked, oldest first.
    mutating func takeEffects() -> [AllocatorEffect]

    /// The masters that frameworks have, by name.
    var masters: [String] { get }
    func outstandingOffers(of master: String) -> [FrameworkOffers]
    func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers]
    /// All that is held, in no order.
    var accounts: [HeldAccounts] { get }
}

extension Allocator: AllocatorFace {
    package init() { self.init(limits: AllocatorLimits()) }
}

extension ReferenceAllocator: AllocatorFace {}
