import AllocatorCore

/// Two allocators, fed in step with one random history.
package enum Comparison {
    /// The first difference of two allocators, with everything needed to reproduce it.
    package struct Difference: Error, CustomStringConvertible {
        package var seed: UInt64
        /// Counted from 1.
        package var batch: Int
        package var calls: [String]
        package var wanted: String
        package var got: String

        package var description: String {
            """
            seed \(seed), batch \(batch):
            \(calls.map { "  \($0)" }.joined(separator: "\n"))
            wanted:
              \(wanted)
            got:
              \(got)
            """
        }
    }

    /// Counts of events that a comparison covered, so a test can assert that it covered something.
    package struct Coverage: Sendable {
        package var accepted = 0
        package var refused = 0
        package var runs = 0
        package var bundles = 0
        package var inverseOffers = 0
        /// Bundles that were taken back.
        package var rescinded = 0
        /// Bundles that were outstanding after a batch, over all batches.
        package var outstanding = 0
        /// Batches after which some framework's master did not listen.
        package var unheard = 0
        /// How often a master to whose frameworks something was offered ceased to listen.
        package var silenced = 0
        /// Holdings that were allocated in part or as a whole, over all batches.
        package var allocated = 0
        /// Holdings whose two accounts counted as one, over all batches.
        package var merged = 0

        package init() {}
    }

    /// Compares the core with the reference model; nil if they agree for `steps` batches.
    package static func compare(seed: UInt64, steps: Int) -> Difference? {
        var coverage = Coverage()
        return compare(Allocator.self, seed: seed, steps: steps, coverage: &coverage)
    }

    /// Compares any allocator with the reference model: replies or codes after every call, effects and outstanding
    /// offers after every batch.
    package static func compare<Subject: AllocatorUnderTest>(
        _ type: Subject.Type, seed: UInt64, steps: Int, coverage: inout Coverage
    ) -> Difference? {
        var (history, reference, other) = (RandomHistory(seed: seed), ReferenceAllocator(), type.init())
        for batch in 1...steps {
            var calls: [String] = []
            func difference(_ wanted: String, _ got: String) -> Difference {
                Difference(seed: seed, batch: batch, calls: calls, wanted: wanted, got: got)
            }
            for _ in 0..<history.batchSize() {
                let step = history.nextStep(reference)
                calls.append("\(step)")
                coverage.note(step, on: reference)
                let wanted = outcome(of: step, &reference)
                let got = outcome(of: step, &other)
                if case .refused = wanted { coverage.refused += 1 } else { coverage.accepted += 1 }
                if wanted != got { return difference("\(wanted)", "\(got)") }
            }
            reference.finishBatch()
            other.finishBatch()
            let wanted = reference.takeEffects().map { ObservedEffect($0) }
            let got = other.takeEffects().map { ObservedEffect($0) }
            coverage.note(wanted)
            if wanted.count != got.count { return difference("\(wanted.count) effects", "\(got.count) effects") }
            for (wanted, got) in zip(wanted, got) where wanted != got {
                return difference("\(wanted)", "\(got)")
            }
            let (outstanding, others) = (ObservedOutstanding(of: reference), ObservedOutstanding(of: other))
            if outstanding != others { return difference("\(outstanding)", "\(others)") }
            coverage.note(outstanding, notListening: reference.mastersNotListening)
            if let broken = reference.brokenInvariants.first { return difference(broken, "the reference model") }
            let (accounts, otherAccounts) = (ObservedAccounts(of: reference), ObservedAccounts(of: other))
            if accounts != otherAccounts { return difference("\(accounts)", "\(otherAccounts)") }
            coverage.note(reference.accounts)
            guard reference.now == other.now, reference.nextRun == other.nextRun else {
                return difference(
                    "now \(reference.now), next \(reference.nextRun as Instant?)",
                    "now \(other.now), next \(other.nextRun as Instant?)")
            }
        }
        return nil
    }

    private static func outcome<Subject: AllocatorUnderTest>(
        of step: RandomHistory.Step, _ allocator: inout Subject
    ) -> Outcome {
        switch step {
        case .listening(let isListening, let master):
            allocator.setListening(isListening, master: master)
            return .ok
        case .call(let call, let master):
            do throws(Refusal) {
                return Outcome(try allocator.apply(call, by: master))
            } catch {
                return .refused(code: error.code)
            }
        }
    }
}

extension Comparison.Coverage {
    fileprivate mutating func note(_ observed: [ObservedEffect]) {
        for effect in observed {
            switch effect {
            case .run(let run):
                runs += 1
                bundles += run.offers.reduce(0) { $0 + $1.bundles.count }
                inverseOffers += run.inverseOffers.reduce(0) { $0 + $1.agents.count }
            case .rescinded(let rescission):
                rescinded += rescission.frameworks.reduce(0) { $0 + $1.offers.bundles.count }
            }
        }
    }

    fileprivate mutating func note(_ accounts: [HeldAccounts]) {
        allocated += accounts.count { !$0.allocated.isEmpty }
        merged += accounts.count(where: \.isMerged)
    }

    fileprivate mutating func note(_ observed: ObservedOutstanding, notListening: Set<String>) {
        outstanding += observed.offers.reduce(0) { $0 + $1.bundles.count }
        if !notListening.isDisjoint(with: observed.masters) { unheard += 1 }
    }

    fileprivate mutating func note(_ step: RandomHistory.Step, on reference: ReferenceAllocator) {
        guard case .listening(false, let master) = step, !reference.mastersNotListening.contains(master) else { return }
        if !reference.outstandingOffers(of: master).isEmpty { silenced += 1 }
    }
}
