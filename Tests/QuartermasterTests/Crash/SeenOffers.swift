import AllocatorClient
import AllocatorWire

/// What a master has seen of its offers, and whether that is what an undisturbed run makes.
actor SeenOffers {
    private var updates: [OfferUpdate] = []
    private var failure: ClientFailure?

    /// Takes in what comes, to the end.
    func watch(_ sequence: Updates<OfferUpdate>) async {
        do throws(ClientFailure) {
            var iterator = sequence.makeAsyncIterator()
            while let update = try await iterator.next() { updates.append(update) }
        } catch {
            failure = error
        }
    }

    /// The number of the offer that came last, or that the last view takes account of.
    private var position: UInt64 {
        updates.reduce(0) { position, update in
            switch update {
            case .offered: position + 1
            case .resynchronized(let outstanding): max(position, outstanding.offersSequence)
            case .rescinded: position
            }
        }
    }

    func isComplete(_ run: UndisturbedRun) -> Bool {
        let rescinds = updates.count { if case .rescinded = $0 { true } else { false } }
        let hasView = updates.contains { if case .resynchronized = $0 { true } else { false } }
        return failure != nil || (position >= run.offers.count && (hasView || rescinds >= run.rescinds.count))
    }

    /// What came otherwise than in an undisturbed run.
    func mistakes(against run: UndisturbedRun) -> [String] {
        var mistakes = failure.map { ["the offers ended with \($0)"] } ?? []
        var next: UInt64 = 0
        var rescinded: [WireRescindBatch] = []
        var hasView = false
        for update in updates {
            switch update {
            case .offered(let offer):
                if next >= run.offers.count || run.offers[Int(next)] != offer {
                    mistakes.append("offer \(next + 1) is another")
                }
                next += 1
            case .resynchronized(let outstanding):
                // Those that were missed are in it as far as they stand; the others were taken or given back meanwhile.
                hasView = true
                if outstanding.offersSequence < next {
                    mistakes.append("a view goes back to \(outstanding.offersSequence)")
                }
                next = outstanding.offersSequence
                if !run.outstanding(afterOffers: next).contains(outstanding.offers) {
                    mistakes.append("a view after offer \(next) is not what is outstanding then")
                }
            case .rescinded(let batch):
                rescinded.append(batch)
            }
        }
        if next != run.offers.count { mistakes.append("\(run.offers.count) offers were made, and \(next) seen") }
        if !hasView, rescinded != run.rescinds { mistakes.append("other rescinds came than were made") }
        return mistakes
    }
}
