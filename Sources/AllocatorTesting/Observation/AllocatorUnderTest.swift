package import AllocatorCore

/// The interface that the core and the reference model share: a scenario can be played against either.
package protocol AllocatorUnderTest {
    init()

    /// The time of the cluster's clock.
    var now: Instant { get }
    /// The time of the next allocation run, or `nil` before `initialize`.
    var nextRun: Instant? { get }

    mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply
    mutating func finishBatch()
    mutating func advance(to time: Instant)
    mutating func setListening(_ isListening: Bool, master: String)
    /// Removes and returns the effects since the last call, oldest first.
    mutating func takeEffects() -> [AllocatorEffect]

    /// The masters of the frameworks, by name.
    var masters: [String] { get }
    func outstandingOffers(of master: String) -> [FrameworkOffers]
    func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers]
    /// All held resources, unordered.
    var accounts: [HeldAccounts] { get }
}

extension Allocator: AllocatorUnderTest {
    package init() { self.init(limits: AllocatorLimits()) }
}

extension ReferenceAllocator: AllocatorUnderTest {}
