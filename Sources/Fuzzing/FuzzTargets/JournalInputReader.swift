import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker

/// The inputs that a starting worker and `quartermaster journal` read: the payload of an entry, that of a snapshot, or
/// a file.
///
/// The first byte selects one of them. Payloads get valid checksums, because checksums are verified first. For a file,
/// the input lists the changes to it, see `DamagedJournal`.
struct JournalInputReader: FuzzedReader {
    private let file: DamagedJournal

    init() throws { file = try DamagedJournal() }

    func read(_ input: [UInt8]) throws(Finding) {
        guard let kind = input.first else { return }
        let rest = Array(input.dropFirst())
        switch kind % 4 {
        case 0: try readEntry(rest)
        case 1: try readSnapshot(rest)
        default: try file.read(changes: rest)
        }
    }

    /// Reads an entry with the system clock. With the virtual clock of tests, a few bytes may request any number of
    /// runs.
    private func readEntry(_ payload: [UInt8]) throws(Finding) {
        let entry = JournalInputs.entry(payload: payload)
        var events = JournaledEvents(cluster: "c", writesClock: true)
        _ = try? events.events(of: entry)
        var recovery = ClusterRecovery(clock: .system)
        do throws(RecoveryFailure) {
            try recovery.replay(entry)
        } catch {
            return
        }
        try check(recovery.cluster.allocator)
    }

    private func readSnapshot(_ payload: [UInt8]) throws(Finding) {
        var recovery = ClusterRecovery(clock: .system)
        do throws(RecoveryFailure) {
            try recovery.restore(JournalInputs.snapshot(payload: payload))
        } catch {
            return
        }
        var allocator = recovery.cluster.allocator
        try check(allocator)
        // The allocator must keep working afterwards.
        for _ in 1...2 { allocator.advance(to: allocator.nextRun ?? allocator.now) }
        try check(allocator)
    }

    private func check(_ allocator: Allocator) throws(Finding) {
        let broken = allocator.brokenInvariants()
        guard broken.isEmpty else { throw Finding(broken.joined(separator: "; ")) }
    }
}
