import AllocatorWire
import BenchmarkedWorker

/// Measures the rates of publications and of delivered messages with many subscribers to one topic.
///
/// The publications are echoes of events without effect, about 100 bytes each. All subscribers are in one process,
/// which reads their sockets in turn and checks for missing numbers.
struct FanOutCase {
    private static let subscribers = [1, 10, 100]
    /// The number of messages in one repetition, over all subscribers.
    private static let messages = 1_000_000

    let repetitions: Int

    func measure() throws -> Section {
        let rows = try Self.subscribers.map { count in
            var rates: [Double] = []
            var lost: UInt64 = 0
            for repetition in 0...repetitions {
                let run = try run(count)
                lost += run.lost
                if repetition > 0 { rates.append(run.rate) }
            }
            return Row(
                "\(count) subscriber\(count == 1 ? "" : "s")", .init("publ./s", rates),
                .init("messages/s", rates.map { $0 * Double(count) }), .init("lost", Double(lost)))
        }
        return Section(title: "Publications to subscribers", rows: rows)
    }

    private func run(_ subscribers: Int) throws -> (rate: Double, lost: UInt64) {
        let worker = try WorkerProcess(["--ephemeral"])
        var conversation = try MasterConnection.begin(with: worker.endpoints)
        let topic = Topic.events(cluster: MasterConnection.cluster).bytes(.binary)
        let readers = try OwnProcess([
            "subscribe", "--endpoint", worker.endpoints.publications, "--topic", String(decoding: topic, as: UTF8.self),
            "--count", "\(subscribers)",
        ])
        try waitUntilAllListen(readers, &conversation)

        let count = max(10_000, Self.messages / subscribers)
        var frames = Frames()
        for _ in 0..<count { try frames.append(Messages.event(.heartbeat(Messages.empty))) }
        // Publications of `events` are numbered by accepted events.
        let target = try conversation.appliedEvents() + count
        readers.tell("\(target)")
        let begin = ContinuousClock.now
        try conversation.push.send(frames)
        let counts = try readers.nextLine().split(separator: " ").compactMap { UInt64($0) }
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        try worker.stop()
        return (Double(count) / seconds, counts.last ?? 0)
    }

    /// Publishes until every subscriber has received a publication.
    private func waitUntilAllListen(_ readers: OwnProcess, _ conversation: inout MasterConnection) throws {
        let flood = FloodingMaster(
            of: try MasterConnection.frames(of: Messages.event(.heartbeat(Messages.empty))), to: conversation.endpoint,
            rate: 1_000
        )
        _ = try readers.nextLine()
        flood.stop()
        // Waits until the last event is applied, so that the count is final.
        var applied: Int
        repeat {
            applied = try conversation.appliedEvents()
            try conversation.passBarrier()
        } while try conversation.appliedEvents() != applied + 1
    }
}
