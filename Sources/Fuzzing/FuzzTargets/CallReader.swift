import AllocatorCore
import AllocatorWire

/// Applies events in both encodings to a small cluster. Checks the invariants after each event, that refused events
/// change nothing, and that the final state can be saved and restored.
///
/// An input is a sequence of frames, each followed by the two bytes FE FF. Valid UTF-8 contains neither, so that
/// mutating a frame leaves the others intact. An empty frame ends a batch.
struct CallReader: FuzzedReader {
    private let start: Allocator
    private static let separator: [UInt8] = [0xFE, 0xFF]

    init() throws {
        start = try FixedCluster.make(limits: Self.limits).allocator
    }

    /// The limits, low enough for inputs to reach them.
    private static var limits: AllocatorLimits {
        var limits = AllocatorLimits()
        limits.agents = 8
        limits.frameworks = 6
        limits.roles = 24
        limits.rolesPerFramework = 6
        limits.roleDepth = 4
        limits.resourcesPerList = 16
        limits.rangesPerResource = 16
        limits.resourceKinds = 48
        limits.resourceNames = 12
        limits.filters = 16
        limits.offersPerHolding = 3
        limits.intervalsPerAdvance = 20
        return limits
    }

    func read(_ input: [UInt8]) throws(Finding) {
        var allocator = start
        // The cached digest of the current state.
        var digest: String?
        for frame in input.split(separator: Self.separator, omittingEmptySubsequences: false) {
            if frame.isEmpty {
                allocator.finishBatch()
            } else if let event = try? EventDecoder().decode(Array(frame)), let call = try? Call(event) {
                guard try apply(call, by: event.master, to: &allocator, &digest) else { continue }
            } else {
                continue
            }
            digest = nil
            _ = allocator.takeEffects()
            try check(allocator)
        }
        allocator.finishBatch()
        try check(allocator)
        try checkKeeping(allocator)
    }

    /// Applies an event. Returns whether it was accepted.
    private func apply(
        _ call: Call, by master: String, to allocator: inout Allocator, _ digest: inout String?
    ) throws(Finding) -> Bool {
        let before = allocator
        do throws(Refusal) {
            _ = try allocator.apply(call, by: master)
            return true
        } catch {
            let known = digest ?? before.digest()
            guard allocator.digest() == known else {
                throw Finding("a call that was refused has changed the cluster: \(call), \(error.message)")
            }
            digest = known
            return false
        }
    }

    private func check(_ allocator: Allocator) throws(Finding) {
        let broken = allocator.brokenInvariants()
        guard broken.isEmpty else { throw Finding(broken.joined(separator: "; ")) }
    }

    private func checkKeeping(_ allocator: Allocator) throws(Finding) {
        let bytes: [UInt8]
        let restored: Allocator
        do {
            bytes = try FrameEncoder<WireAllocatorState>().encode(WireAllocatorState(allocator.state), as: .binary)
            restored = try Allocator(
                restoring: AllocatorState(FrameDecoder<WireAllocatorState>().decode(bytes)), clock: .virtual,
                limits: Self.limits)
        } catch {
            throw Finding("the state cannot be restored: \(error)")
        }
        guard restored.digest() == allocator.digest() else { throw Finding("the state is another one when restored") }
    }
}
