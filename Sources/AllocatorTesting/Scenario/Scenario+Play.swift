import AllocatorCore

extension Scenario {
    /// The first step whose outcomes differ from the expected ones.
    package struct Difference: Error, CustomStringConvertible {
        package var scenario: String
        package var step: Step
        package var got: [Outcome]

        package var description: String {
            """
            \(scenario), line \(step.line): \(step.event)
            wanted:
            \(Self.listing(step.expected))
            got:
            \(Self.listing(got))
            """
        }

        private static func listing(_ outcomes: [Outcome]) -> String {
            outcomes.isEmpty ? "  nothing" : outcomes.map { "  \($0)" }.joined(separator: "\n")
        }
    }

    /// Plays all steps against a new allocator.
    ///
    /// - Returns: The first difference, or `nil` if there is none.
    package func firstDifference<Subject: AllocatorUnderTest>(playedBy type: Subject.Type) -> Difference? {
        var allocator = type.init()
        return firstDifference(playedBy: &allocator)
    }

    /// Plays all steps against an allocator.
    ///
    /// - Returns: The first difference, or `nil` if there is none.
    package func firstDifference<Subject: AllocatorUnderTest>(playedBy allocator: inout Subject) -> Difference? {
        firstDifference { Self.outcomes(of: $0, by: &allocator) }
    }

    /// Plays all steps through `play`, which returns the outcomes of each. Returns the first difference, or `nil` if
    /// all outcomes are as expected.
    package func firstDifference<Failure: Error>(
        playing play: (Step) throws(Failure) -> [Outcome]
    ) throws(Failure) -> Difference? {
        for step in steps {
            let got = try play(step)
            if got != step.expected { return Difference(scenario: name, step: step, got: got) }
        }
        return nil
    }

    /// Lists the reply first, then the outcomes of the run after the batch.
    private static func outcomes<Subject: AllocatorUnderTest>(of step: Step, by allocator: inout Subject) -> [Outcome] {
        var outcomes: [Outcome] = []
        do throws(Refusal) {
            let reply = try allocator.apply(try step.call.get(), by: step.master)
            if step.isAnswered { outcomes.append(Outcome(reply)) }
        } catch {
            outcomes.append(.refused(code: error.code))
        }
        allocator.finishBatch()
        return outcomes + allocator.takeEffects().flatMap { Outcome.outcomes(of: $0) }
    }
}
