package import AllocatorCore
import SwiftProtobuf

extension WireWhatIfQuery {
    /// Converts the supposed events to those of the core.
    ///
    /// - Throws: `invalidArgument` with the position of the invalid event, counted from 1, and the problem.
    package func supposedEvents() throws(Refusal) -> [Supposition.Event] {
        var supposed: [Supposition.Event] = []
        for (position, event) in events.enumerated() {
            guard WireName.isValidMaster(event.master) else {
                throw .invalidArgument(
                    "event \(position + 1): master \(MalformedField.quoted(event.master)) is not a valid name: "
                        + "name the master that would send it")
            }
            do throws(Refusal) {
                supposed.append(Supposition.Event(try Call(event), by: event.master))
            } catch {
                throw .invalidArgument("event \(position + 1): \(error.message)")
            }
        }
        return supposed
    }

    /// The time to advance by, or `nil` to advance to the next run.
    package func span() throws(Refusal) -> TimeSpan? {
        guard hasAdvance else { return nil }
        do {
            return try read("advance") { () throws(MalformedField) in try TimeSpan(advance) }
        } catch {
            throw .invalidArgument(error.description)
        }
    }
}

extension WireWhatIf {
    /// - Parameter events: The supposed events.
    package init(_ supposition: Supposition, of events: [WireEvent]) {
        self.init()
        replies = zip(events.map { EventEnvelope($0) }, supposition.refusals).map { event, refusal in
            refusal.map { WireReply($0, to: event) } ?? WireReply(.ok, to: event)
        }
        runs = supposition.runs.map { WireSupposedRun($0) }
        shares = supposition.shares.map { WireShareChange($0) }
        timeNs = supposition.time.nanoseconds
    }
}

extension WireSupposedRun {
    fileprivate init(_ run: AllocationRun) {
        self.init()
        timeNs = run.time.nanoseconds
        self.run = WireRun(run, durationNanoseconds: 0)
        offers = run.offers.map { WireOfferBatch($0) }
        inverseOffers = run.inverseOffers.map { WireInverseOfferBatch($0) }
    }
}

extension WireShareChange {
    fileprivate init(_ change: Supposition.ShareChange) {
        self.init()
        role = change.role.string
        frameworkID = change.framework?.string ?? ""
        if let before = change.before { self.before = before }
        if let after = change.after { self.after = after }
    }
}
