import AllocatorCore

/// The comparison of an allocator with the reference model along one random history.
package enum Comparison {
    /// The first difference, with everything needed to reproduce it.
    package struct Difference: Error, CustomStringConvertible {
        package var seed: UInt64
        /// The number, counted from 1.
        package var batch: Int
        package var steps: [String]
        package var wanted: String
        package var got: String

        package var description: String {
            """
            seed \(seed), batch \(batch):
            \(steps.map { "  \($0)" }.joined(separator: "\n"))
            wanted:
              \(wanted)
            got:
              \(got)
            """
        }
    }

    /// Compares a new allocator with the reference model.
    ///
    /// - Returns: The first difference, or `nil` if they agree for that many batches.
    package static func difference<Subject: AllocatorUnderTest>(
        of type: Subject.Type, seed: UInt64, batches: Int, withPolicies: Bool = false
    ) -> Difference? {
        var subject = type.init()
        return difference(of: &subject, seed: seed, batches: batches, withPolicies: withPolicies)
    }

    /// Compares an allocator with the reference model: replies or codes after every step, effects, outstanding offers
    /// and accounts after every batch.
    ///
    /// - Returns: The first difference, or `nil` if they agree for that many batches.
    package static func difference<Subject: AllocatorUnderTest>(
        of subject: inout Subject, seed: UInt64, batches: Int, withPolicies: Bool = false
    ) -> Difference? {
        let batches = ModelRun.batches(batches, seed: seed, withPolicies: withPolicies)
        for (index, batch) in batches.enumerated() {
            guard let (wanted, got) = batch.difference(of: &subject) else { continue }
            return Difference(
                seed: seed, batch: index + 1, steps: batch.steps.map { "\($0)" }, wanted: wanted, got: got)
        }
        return nil
    }
}

extension ModelRun.Batch {
    /// Plays the batch on another allocator.
    ///
    /// - Returns: The first result that differs, as text, or `nil` if none does.
    fileprivate func difference<Subject: AllocatorUnderTest>(
        of subject: inout Subject
    ) -> (wanted: String, got: String)? {
        for (step, wanted) in zip(steps, outcomes) {
            let got = subject.play(step)
            if got != wanted { return ("\(step): \(wanted)", "\(got)") }
        }
        subject.finishBatch()
        let gotEffects = subject.takeEffects().map { ObservedEffect($0) }
        if effects.count != gotEffects.count { return ("\(effects.count) effects", "\(gotEffects.count) effects") }
        for (wanted, got) in zip(effects, gotEffects) where wanted != got { return ("\(wanted)", "\(got)") }
        let gotOutstanding = ObservedOutstanding(of: subject)
        if gotOutstanding != outstanding { return ("\(outstanding)", "\(gotOutstanding)") }
        if let broken = brokenInvariants.first { return (broken, "the reference model") }
        let gotAccounts = ObservedAccounts(of: subject)
        if gotAccounts != accounts { return ("\(accounts)", "\(gotAccounts)") }
        if subject.now != now || subject.nextRun != nextRun {
            let got = "now \(subject.now), next \(subject.nextRun as Instant?)"
            return ("now \(now), next \(nextRun as Instant?)", got)
        }
        return nil
    }
}
