import AllocatorCore
import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import TestSupport

/// A history, and what comes of it where nothing goes wrong: the core alone, event by event.
struct UndisturbedRun {
    /// Each is a batch of its own.
    let calls: [WireEvent.OneOf_Call]
    private(set) var offers: [WireOfferBatch] = []
    private(set) var rescinds: [WireRescindBatch] = []
    private(set) var inverseOffers: [WireInverseOfferBatch] = []
    private(set) var digest = ""

    static let master = "m1"

    /// - Parameters:
    ///   - traces: Files of recorded histories, played one after the other; each begins its cluster anew.
    ///   - offerTimeout: Of the clusters, in seconds.
    init(traces: [String], offerTimeout: Int64?) throws {
        var calls: [WireEvent.OneOf_Call] = []
        for name in traces {
            for line in try Traces.events(name) {
                guard var call = line.call else { continue }
                if case .initialize(var initialize) = call {
                    initialize.reset = true
                    if let offerTimeout { initialize.offerTimeout = .init(seconds: offerTimeout, nanos: 0) }
                    call = .initialize(initialize)
                }
                calls.append(call)
            }
        }
        self.calls = calls
        play()
    }

    private mutating func play() {
        var allocator = Allocator(clock: .virtual)
        for call in calls {
            var event = WireEvent()
            event.call = call
            // What is refused changes nothing, here as there.
            if let call = try? Call(event) { _ = try? allocator.apply(call, by: Self.master) }
            allocator.finishBatch()
            for effect in allocator.takeEffects() {
                switch effect {
                case .run(let run):
                    offers += run.offers.map { WireOfferBatch($0) }
                    inverseOffers += run.inverseOffers.map { WireInverseOfferBatch($0) }
                case .rescinded(let rescission):
                    rescinds += rescission.frameworks.map { WireRescindBatch($0) }
                }
            }
        }
        digest = allocator.digest()
    }

    /// How many offers had been made after each event behind which this was outstanding.
    func offersMade(whenOutstanding offers: [WireOfferBatch]) -> Set<Int> {
        var allocator = Allocator(clock: .virtual)
        var made = 0
        var all: Set<Int> = offers.isEmpty ? [0] : []
        for call in calls {
            var event = WireEvent()
            event.call = call
            if let call = try? Call(event) { _ = try? allocator.apply(call, by: Self.master) }
            allocator.finishBatch()
            for case .run(let run) in allocator.takeEffects() { made += run.offers.count }
            if !all.contains(made), allocator.outstandingOffers(of: Self.master).map({ WireOfferBatch($0) }) == offers {
                all.insert(made)
            }
        }
        return all
    }
}
