import AllocatorCore
import Synchronization

/// A random history as the reference model plays it: the steps, and the results that every allocator must produce.
///
/// The model is slow. It plays each history once per process, and all tests share the results.
package final class ModelRun: Sendable {
    package struct Batch: Sendable {
        package let steps: [RandomHistory.Step]
        /// The reply to each step, or the code of its refusal.
        let outcomes: [Outcome]
        /// The model's cluster between the steps and the run that they request, or `nil` before `initialize`.
        package let cluster: ReferenceCluster?
        let effects: [ObservedEffect]
        let outstanding: ObservedOutstanding
        let accounts: ObservedAccounts
        let now: Instant
        let nextRun: Instant?
        /// The invariants of the model that do not hold, which would be a fault of the model.
        let brokenInvariants: [String]
        package let coverage: Comparison.Coverage
    }

    fileprivate struct State {
        var history: RandomHistory
        var model = ReferenceAllocator()
        var batches: [Batch] = []
    }

    private struct Key: Hashable {
        var seed: UInt64
        var withPolicies: Bool
    }

    private static let runs = Mutex<[Key: ModelRun]>([:])

    private let state: Mutex<State>

    private init(_ key: Key) {
        state = Mutex(State(history: RandomHistory(seed: key.seed, withPolicies: key.withPolicies)))
    }

    /// The first batches of the history with that seed.
    package static func batches(_ count: Int, seed: UInt64, withPolicies: Bool = false) -> ArraySlice<Batch> {
        let key = Key(seed: seed, withPolicies: withPolicies)
        let run = runs.withLock { runs in
            let run = runs[key] ?? ModelRun(key)
            runs[key] = run
            return run
        }
        return run.state.withLock { state in
            while state.batches.count < count { state.playBatch() }
            return state.batches.prefix(count)
        }
    }
}

extension ModelRun.State {
    fileprivate mutating func playBatch() {
        var coverage = Comparison.Coverage()
        var steps: [RandomHistory.Step] = []
        var outcomes: [Outcome] = []
        for _ in 0..<history.batchSize() {
            let step = history.nextStep(model)
            steps.append(step)
            coverage.record(step, on: model)
            let outcome = model.play(step)
            if case .refused = outcome { coverage.refused += 1 } else { coverage.accepted += 1 }
            outcomes.append(outcome)
        }
        let cluster = model.cluster
        model.finishBatch()
        let effects = model.takeEffects().map { ObservedEffect($0) }
        coverage.record(effects)
        let outstanding = ObservedOutstanding(of: model)
        coverage.record(outstanding, notListening: model.mastersNotListening)
        coverage.record(model.accounts)
        batches.append(
            ModelRun.Batch(
                steps: steps, outcomes: outcomes, cluster: cluster, effects: effects, outstanding: outstanding,
                accounts: ObservedAccounts(of: model), now: model.now, nextRun: model.nextRun,
                brokenInvariants: model.brokenInvariants, coverage: coverage))
    }
}

extension AllocatorUnderTest {
    /// Plays one step of a random history.
    ///
    /// - Returns: The reply, or the code of the refusal.
    @discardableResult
    package mutating func play(_ step: RandomHistory.Step) -> Outcome {
        switch step {
        case .listening(let isListening, let master):
            setListening(isListening, master: master)
            return .ok
        case .call(let call, let master):
            do throws(Refusal) {
                return Outcome(try apply(call, by: master))
            } catch {
                return .refused(code: error.code)
            }
        }
    }
}
