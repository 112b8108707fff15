import AllocatorCore
import AllocatorTesting
import AllocatorWire
import Testing

/// An allocator beside one that is restored from it again and again, through a snapshot's bytes. Every event must have
/// the same visible result in both, to the last bit.
struct RestoredAllocator: AllocatorUnderTest {
    /// After how many batches the second one is restored anew. A prime, so that it comes at every phase of a history.
    private static let period = 11

    /// The bytes of a snapshot besides the cluster: the time, and counts.
    private static let headerBytes = 64

    private let clock: Allocator.Clock
    private var original: Allocator
    private var restored: Allocator
    private var batches = 0

    init() { self.init(clock: .virtual) }

    init(clock: Allocator.Clock) {
        self.clock = clock
        original = Allocator(clock: clock)
        restored = Allocator(clock: clock)
    }

    var now: Instant { restored.now }
    var nextRun: Instant? { restored.nextRun }
    var appliedCalls: UInt64 { restored.appliedCalls }

    mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        let wanted = Self.result(of: call, by: master, &original)
        let got = Self.result(of: call, by: master, &restored)
        #expect(got == wanted, "\(call)")
        return try got.get()
    }

    private static func result(
        of call: Call, by master: String, _ allocator: inout Allocator
    ) -> Result<Reply, Refusal> {
        do throws(Refusal) {
            return .success(try allocator.apply(call, by: master))
        } catch {
            return .failure(error)
        }
    }

    mutating func finishBatch() {
        original.finishBatch()
        restored.finishBatch()
    }

    mutating func advance(to time: Instant) {
        original.advance(to: time)
        restored.advance(to: time)
    }

    mutating func setListening(_ isListening: Bool, master: String) {
        original.setListening(isListening, master: master)
        restored.setListening(isListening, master: master)
    }

    var accounts: [HeldAccounts] { restored.accounts }
    var masters: [String] { restored.masters }

    func outstandingOffers(of master: String) -> [FrameworkOffers] {
        let got = restored.outstandingOffers(of: master)
        #expect(got == original.outstandingOffers(of: master))
        return got
    }

    func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        let got = restored.outstandingInverseOffers(of: master)
        #expect(got == original.outstandingInverseOffers(of: master))
        return got
    }

    mutating func takeEffects() -> [AllocatorEffect] {
        let (wanted, got) = (original.takeEffects(), restored.takeEffects())
        #expect(got == wanted)
        #expect(restored.digest() == original.digest())
        batches += 1
        if batches % Self.period == 0 { restore() }
        return got
    }

    /// Everything about the two is compared by the bytes of their snapshots, and the second then made from its own.
    private mutating func restore() {
        do {
            let encoding: WireEncoding = batches % (3 * Self.period) == 0 ? .json : .binary
            let bytes = try snapshot(of: restored.state, as: encoding)
            #expect(bytes == (try snapshot(of: original.state, as: encoding)))
            if encoding == .binary { #expect(bytes.count <= original.measuredBytes + Self.headerBytes) }
            let message = try SnapshotDecoder(limits: .kept).decode(bytes)
            restored = try Allocator(restoring: AllocatorState(message.allocator), clock: clock)
            #expect(try snapshot(of: restored.state, as: encoding) == bytes)
        } catch {
            Issue.record(error)
        }
        #expect(restored.digest() == original.digest())
        #expect(
            (restored.now, restored.runs, restored.appliedCalls) == (original.now, original.runs, original.appliedCalls)
        )
        #expect(restored.brokenInvariants() == [])
    }
}

/// A snapshot in which there is nothing but the allocator.
func snapshot(of state: AllocatorState, as encoding: WireEncoding = .binary) throws -> [UInt8] {
    var snapshot = WireSnapshot()
    snapshot.allocator = WireAllocatorState(state)
    return try SnapshotEncoder().encode(snapshot, as: encoding)
}
