import AllocatorClient
import AllocatorTesting
import AllocatorWire
import Foundation
import TestSupport
import Testing

/// Kills a worker at random moments under sequenced load, and expects the result of an undisturbed run.
///
/// A seed repeats a round. `deploy/test --crash 100` plays a hundred rounds.
@Suite("A crash at any moment costs nothing", .timeLimit(.minutes(60))) struct CrashTests {
    /// The random choices of one round.
    private struct Plan {
        let history: UndisturbedRun
        let arguments: [String]
        /// Milliseconds between a start and the kill after it.
        let lives: [Int]
        let numbersAreExact: Bool

        init(seed: UInt64) throws {
            var generator = SplitMix64(seed: seed)
            let traces = Traces.names.shuffled(using: &generator).prefix(4)
            history = try UndisturbedRun(traces: Array(traces), offerTimeout: Bool.random(using: &generator) ? 4 : nil)
            let durability = ["full", "full", "batch", "none"].randomElement(using: &generator) ?? "full"
            let snapshotEvery = [20, 150, 100_000].randomElement(using: &generator) ?? 20
            let window = [4, 10_000].randomElement(using: &generator) ?? 4
            numbersAreExact = durability == "full"
            arguments = [
                "--durability", durability, "--snapshot-every", "\(snapshotEvery)", "--replay-window", "\(window)",
            ]
            lives = (0..<Int.random(in: 2...5, using: &generator)).map { _ in
                Int.random(in: 0...600, using: &generator)
            }
        }
    }

    @Test(arguments: 1...Thoroughness.crashRounds)
    func `a worker that is killed has the state and the offers of an undisturbed run`(seed: UInt64) async throws {
        let plan = try Plan(seed: seed)
        let folder = try TemporaryFolder()
        let worker = try KeptWorker(data: folder.file("data"), plan.arguments)
        try await worker.start()
        let client = try MasterClient(to: worker.endpoints, master: UndisturbedRun.master, options: Self.options)
        let killing = Task {
            for life in plan.lives {
                try await Task.sleep(for: .milliseconds(life))
                try await worker.kill()
                try await worker.start()
            }
        }
        let seen = SeenOffers(plan.history, numbersAreExact: plan.numbersAreExact)
        let watching = Task { await seen.watch(client.offers) }
        for call in plan.history.calls { try await client.send([call]) }
        try await killing.value
        try await client.flush()

        let answer = try await client.ask(.digest(.init()))
        #expect(answer.digest.digest == plan.history.digest, "seed \(seed), \(plan.arguments)")
        let deadline = ContinuousClock.now + Patience.usual
        while await !seen.isComplete, ContinuousClock.now < deadline {
            try await Task.sleep(for: Patience.step)
        }
        let mistakes = await seen.mistakes
        #expect(mistakes.isEmpty, "seed \(seed), \(plan.arguments): \(mistakes)")
        await client.close()
        await watching.value
        #expect(try await worker.stop() == .exited(0))
    }

    private static var options: MasterOptions {
        var options = MasterOptions()
        // A restart takes a moment only, and is to be noticed at once.
        options.resendPause = .milliseconds(200)
        options.checkPause = .milliseconds(500)
        options.answerPause = .milliseconds(500)
        options.ignored = [.inverseOffers, .replies]
        return options
    }
}
