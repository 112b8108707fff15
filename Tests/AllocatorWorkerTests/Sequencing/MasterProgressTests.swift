import AllocatorTesting
import AllocatorWorker
import Testing

/// WireProtocol, "Sequenced events".
@Suite("The order of a master's events") struct MasterProgressTests {
    struct Row: Sendable {
        let after: MasterProgress
        let epoch: UInt64
        let sequence: UInt64
        let verdict: MasterProgress.Verdict

        init(
            after: (UInt64, UInt64), _ epoch: UInt64, _ sequence: UInt64, _ verdict: MasterProgress.Verdict
        ) {
            self.after = MasterProgress(epoch: after.0, sequence: after.1)
            self.epoch = epoch
            self.sequence = sequence
            self.verdict = verdict
        }
    }

    @Test(arguments: [
        // An unknown master starts with 1, in any epoch.
        Row(after: (0, 0), 0, 0, .apply),
        Row(after: (0, 0), 0, 1, .apply),
        Row(after: (0, 0), 7, 1, .apply),
        Row(after: (0, 0), 0, 2, .gap(resendFrom: 1)),
        Row(after: (0, 0), 7, 2, .gap(resendFrom: 1)),
        // One after the other.
        Row(after: (3, 5), 3, 6, .apply),
        Row(after: (3, 5), 3, 5, .duplicate),
        Row(after: (3, 5), 3, 1, .duplicate),
        Row(after: (3, 5), 3, 7, .gap(resendFrom: 6)),
        Row(after: (3, 5), 3, .max, .gap(resendFrom: 6)),
        Row(after: (3, .max), 3, .max, .duplicate),
        // Events without a number have no order.
        Row(after: (3, 5), 3, 0, .apply),
        // A higher epoch restarts the numbers and fences all events of lower ones.
        Row(after: (3, 5), 4, 1, .apply),
        Row(after: (3, 5), 4, 0, .apply),
        Row(after: (3, 5), 4, 6, .gap(resendFrom: 1)),
        Row(after: (3, 5), 2, 6, .fenced),
        Row(after: (3, 5), 2, 0, .fenced),
        Row(after: (3, 5), 0, 0, .fenced),
    ])
    func `the verdict on an event's epoch and number`(row: Row) {
        #expect(row.after.verdict(epoch: row.epoch, sequence: row.sequence) == row.verdict)
    }

    @Test func `an event without a number moves the epoch and nothing else`() {
        var progress = MasterProgress(epoch: 1, sequence: 9)
        progress.record(epoch: 1, sequence: 0)
        #expect(progress == MasterProgress(epoch: 1, sequence: 9))
        progress.record(epoch: 2, sequence: 0)
        #expect(progress == MasterProgress(epoch: 2, sequence: 0))
        progress.record(epoch: 2, sequence: 1)
        #expect(progress == MasterProgress(epoch: 2, sequence: 1))
    }

    /// Simulates a link that loses, repeats and reorders events, and a sender that resends from the reported gap. Every
    /// event is applied once and in order.
    @Test(arguments: 0..<50) func `every event is applied once over a link that loses and repeats`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let last = UInt64.random(in: 1...60, using: &generator)
        var progress = MasterProgress()
        var applied: [UInt64] = []
        var next: UInt64 = 1
        var steps = 0
        while progress.sequence < last {
            steps += 1
            guard steps < 100_000 else {
                Issue.record("no end with seed \(seed)")
                return
            }
            if next > last { next = UInt64.random(in: 1...last, using: &generator) }
            let isLost = Int.random(in: 0..<4, using: &generator) == 0
            let sequence = next
            next += 1
            if isLost { continue }
            switch progress.verdict(epoch: 1, sequence: sequence) {
            case .apply:
                progress.record(epoch: 1, sequence: sequence)
                applied.append(sequence)
            case .gap(let resendFrom): next = resendFrom
            case .duplicate: break
            case .fenced: Issue.record("fenced with seed \(seed)")
            }
        }
        #expect(applied == Array(1...last), "seed \(seed)")
    }
}
