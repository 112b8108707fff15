import AllocatorCore
import AllocatorTesting
import TestSupport
import Testing

/// An allocator that audits itself: it checks its invariants after a step, and its digest across a refusal.
///
/// It audits each `Thoroughness.auditPeriod`th step.
struct AuditedAllocator: AllocatorUnderTest {
    private var allocator = Allocator()
    private var steps = 0

    init() {}

    var now: Instant { allocator.now }
    var nextRun: Instant? { allocator.nextRun }

    mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        let isAudited = beginStep()
        let before = isAudited ? allocator.digest() : ""
        do throws(Refusal) {
            let reply = try allocator.apply(call, by: master)
            if isAudited { audit("after an accepted call") }
            return reply
        } catch {
            if isAudited {
                #expect(allocator.digest() == before, "a refused call changed the state: \(error.message)")
                audit("after a refused call")
            }
            throw error
        }
    }

    mutating func finishBatch() {
        let isAudited = beginStep()
        allocator.finishBatch()
        if isAudited { audit("after a batch") }
    }

    mutating func advance(to time: Instant) {
        let isAudited = beginStep()
        allocator.advance(to: time)
        if isAudited { audit("after the time was moved") }
    }

    mutating func setListening(_ isListening: Bool, master: String) {
        let isAudited = beginStep()
        allocator.setListening(isListening, master: master)
        if isAudited { audit("after a master started or stopped listening") }
    }

    mutating func takeEffects() -> [AllocatorEffect] { allocator.takeEffects() }

    var accounts: [HeldAccounts] { allocator.accounts }
    var masters: [String] { allocator.masters }
    func outstandingOffers(of master: String) -> [FrameworkOffers] { allocator.outstandingOffers(of: master) }
    func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        allocator.outstandingInverseOffers(of: master)
    }

    /// - Returns: Whether the step that begins is audited.
    private mutating func beginStep() -> Bool {
        steps += 1
        return steps.isMultiple(of: Thoroughness.auditPeriod)
    }

    func audit(_ when: String) {
        let broken = allocator.brokenInvariants()
        #expect(broken.isEmpty, "\(when): \(broken.joined(separator: "; "))")
    }
}
