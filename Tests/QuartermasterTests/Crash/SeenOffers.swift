import AllocatorClient
import AllocatorWire

/// The offers that a master received, compared with those of an undisturbed run.
actor SeenOffers {
    private let run: UndisturbedRun
    /// Whether the worker numbers offers without leaving out any.
    private let numbersAreExact: Bool
    /// How many offers may have been made by what came last: more than one number where a view fits several places.
    private var made: Set<Int> = [0]
    private var rescinded: [WireRescindBatch] = []
    private var hasView = false
    private var hasEnded = false
    private var found: [String] = []

    init(_ run: UndisturbedRun, numbersAreExact: Bool) {
        self.run = run
        self.numbersAreExact = numbersAreExact
    }

    /// Receives updates until they end.
    func watch(_ sequence: Updates<OfferUpdate>) async {
        do throws(ClientFailure) {
            var iterator = sequence.makeAsyncIterator()
            while let update = try await iterator.next() { take(update) }
        } catch {
            found.append("the offers ended with \(error)")
            hasEnded = true
        }
    }

    private func take(_ update: OfferUpdate) {
        guard let least = made.min() else { return }
        switch update {
        case .offered(let offer):
            made = Set(made.filter { $0 < run.offers.count && run.offers[$0] == offer }.map { $0 + 1 })
            if made.isEmpty { found.append("an offer behind number \(least) is another") }
        case .resynchronized(let outstanding):
            // Those that were missed are in it as far as they stand; the others were taken or given back meanwhile.
            hasView = true
            made = run.offersMade(whenOutstanding: outstanding.offers).filter { $0 >= least }
            if numbersAreExact { made.formIntersection([Int(outstanding.offersSequence)]) }
            if made.isEmpty { found.append("a view behind offer \(least) is not what is outstanding then or later") }
        case .rescinded(let batch):
            rescinded.append(batch)
        }
    }

    var isComplete: Bool {
        hasEnded || !found.isEmpty
            || (made.contains(run.offers.count) && (hasView || rescinded.count >= run.rescinds.count))
    }

    /// The differences from an undisturbed run.
    var mistakes: [String] {
        var mistakes = found
        if found.isEmpty, !made.contains(run.offers.count) {
            mistakes.append("\(run.offers.count) offers were made, and \(made.sorted()) seen")
        }
        if !hasView, rescinded != run.rescinds { mistakes.append("other rescinds came than were made") }
        return mistakes
    }
}
