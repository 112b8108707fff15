import AllocatorCore
import AllocatorTesting
import Testing

/// The core, its invariants checked after every step, and its digest after every refusal.
struct AuditedAllocator: AllocatorUnderTest {
    private var allocator = Allocator()

    init() {}

    var now: Instant { allocator.now }
    var nextRun: Instant? { allocator.nextRun }

    mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        let before = allocator.digest()
        do throws(Refusal) {
            let reply = try allocator.apply(call, by: master)
            audit("after an accepted call")
            return reply
        } catch {
            #expect(allocator.digest() == before, "a refused call changed the state: \(error.message)")
            audit("after a refused call")
            throw error
        }
    }

    mutating func finishBatch() {
        allocator.finishBatch()
        audit("after a batch")
    }

    mutating func advance(to time: Instant) {
        allocator.advance(to: time)
        audit("after the time was moved")
    }

    mutating func setListening(_ isListening: Bool, master: String) {
        allocator.setListening(isListening, master: master)
        audit("after a master began or ceased to listen")
    }

    mutating func takeEffects() -> [AllocatorEffect] { allocator.takeEffects() }

    var accounts: [HeldAccounts] { allocator.accounts }
    var masters: [String] { allocator.masters }
    func outstandingOffers(of master: String) -> [FrameworkOffers] { allocator.outstandingOffers(of: master) }
    func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        allocator.outstandingInverseOffers(of: master)
    }

    private func audit(_ when: String) {
        let broken = allocator.brokenInvariants()
        #expect(broken.isEmpty, "\(when): \(broken.joined(separator: "; "))")
    }
}
