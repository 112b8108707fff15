import AllocatorWire
import BenchmarkedWorker

/// Measures the rate of events that a worker decodes and applies, and, as a bound, the rate of messages of the same
/// size over ZeroMQ alone.
struct IngestCase {
    enum Kind: String, CaseIterable {
        case recover = "recover_resources"
        case sequenced = "recover_resources, acknowledged"
        case mixed = "mixed events"

        /// The subscribed kinds besides replies: those that the setup and the progress check need.
        fileprivate var listensTo: [Topic.Kind] {
            switch self {
            case .recover: [.offers]
            case .sequenced: [.offers, .acks]
            case .mixed: []
            }
        }
    }

    let events: Int
    let repetitions: Int

    /// The value of `--events-queue`; the receiver of the bound uses the same.
    static let queue = 1_000

    func measure() throws -> Section {
        var bounds: [Double] = []
        var rates: [Kind: [Double]] = [:]
        var shares: [Kind: [Double]] = [:]
        var sizes: [Kind: Int] = [:]
        var efforts: [Kind: [Double]] = [:]
        // The first repetition is the warm-up.
        for repetition in 0...repetitions {
            for kind in Kind.allCases {
                let (rate, size, effort) = try rate(of: kind)
                // Measured at the same time and size, so that other load on the machine affects both.
                let bound = try boundRate(size: size)
                guard repetition > 0 else { continue }
                if kind == .recover { bounds.append(bound) }
                rates[kind, default: []].append(rate)
                shares[kind, default: []].append(100 * rate / bound)
                sizes[kind] = size
                efforts[kind, default: []].append(effort * 1e6)
            }
        }
        let boundSize = Double(sizes[.recover] ?? 0)
        let bound = Row(
            "bound: PUSH to PULL in C", .init("events/s", bounds), .init("bytes", boundSize),
            .init("% bound", 100))
        let rows = Kind.allCases.map { kind in
            Row(
                kind.rawValue, .init("events/s", rates[kind] ?? []), .init("bytes", Double(sizes[kind] ?? 0)),
                .init("% bound", shares[kind] ?? []), .init("CPU µs", efforts[kind] ?? []))
        }
        return Section(title: "Ingest over tcp, one event a message, until the last is applied", rows: [bound] + rows)
    }

    /// Measures the highest rate of `recover_resources`, without the bound.
    func highestRate() throws -> Double {
        _ = try rate(of: .recover)
        return try rate(of: .recover).rate
    }

    /// The events a second from the first one sent to the last one applied, the bytes of one event, and the seconds of
    /// processor time that the worker spent on one, over all threads.
    private func rate(of kind: Kind) throws -> (rate: Double, size: Int, effort: Double) {
        let worker = try WorkerProcess(["--ephemeral"])
        var conversation = try MasterConnection.begin(with: worker.endpoints, listeningTo: kind.listensTo)
        var frames = try frames(of: kind, &conversation)
        let size = frames.meanSize
        let count = frames.count
        try frames.append(conversation.barrier())
        let before = try conversation.appliedEvents()
        let processorTime = try worker.processorTime()
        let begin = ContinuousClock.now
        try conversation.push.send(frames)
        try conversation.waitForBarrier()
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        let effort = (try worker.processorTime() - processorTime) / Double(count)
        let applied = try conversation.appliedEvents() - before
        guard applied == count + 1 else {
            throw BenchmarkFailure("\(applied) of \(count + 1) events were applied")
        }
        try worker.stop()
        return (Double(count) / seconds, size, effort)
    }

    private func frames(of kind: Kind, _ conversation: inout MasterConnection) throws -> Frames {
        switch kind {
        case .recover: return try LoadedCluster(&conversation).recoverEvents(events)
        case .sequenced: return try LoadedCluster(&conversation).recoverEvents(events, areSequenced: true)
        case .mixed:
            try MixedEvents.setUp(&conversation)
            return try MixedEvents.events(events)
        }
    }

    /// Measures the rate of messages into a process that only receives them.
    private func boundRate(size: Int) throws -> Double {
        let receiver = try OwnProcess(["receive-bound", "--queue", "\(Self.queue)"])
        let push = try Push(to: try receiver.nextLine())
        let frames = Frames.alike(events, size: size)
        // One message first, so that the connection exists, as with the worker.
        receiver.tell("1")
        try push.send(Frames.alike(1, size: size))
        _ = try receiver.nextLine()
        receiver.tell("\(events)")
        let begin = ContinuousClock.now
        try push.send(frames)
        _ = try receiver.nextLine()
        return Double(events) / ((ContinuousClock.now - begin) / .seconds(1))
    }
}
