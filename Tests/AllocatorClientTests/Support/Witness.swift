import AllocatorClient
import AllocatorWire
import Synchronization
import ZeroMQ

/// An observer that has received everything published under its topics since it was made.
final class Witness: Sendable {
    private final class Record: Sendable {
        let all = Mutex<[ReceivedPublication]>([])
    }

    private static let name = "witness"

    private let record = Record()
    private let observer: ObserverClient
    private let marker: MasterClient

    /// Returns when the worker knows the subscriptions.
    ///
    /// - Parameter cluster: The cluster for its marks, which are replies to a master of its own.
    init(
        of endpoints: WorkerEndpoints, _ prefixes: [String], marksIn cluster: String,
        repairingFrom control: String? = nil, _ options: ObserverOptions = ObserverOptions()
    ) async throws {
        observer = try ObserverClient(
            of: endpoints.publications.address, prefixes: prefixes + ["\(cluster)/replies/\(Self.name)/"],
            repairingFrom: control, options: options)
        marker = try MasterClient(to: endpoints, cluster: cluster, master: Self.name)
        Task { [record, publications = observer.publications] in
            for try await received in publications { record.all.withLock { $0.append(received) } }
        }
        while marks == 0 { try await mark() }
    }

    private func mark() async throws {
        _ = try await marker.call(Calls.heartbeat)
        try await Task.sleep(for: .milliseconds(5))
    }

    private func isMark(_ received: ReceivedPublication) -> Bool {
        received.topicText.hasSuffix("/replies/\(Self.name)/")
    }

    private var marks: Int { record.all.withLock { $0.count(where: isMark) } }

    var statistics: ObserverStatistics { observer.statistics }

    /// Returns everything published so far except the marks and their echoes.
    func everything() async throws -> [ReceivedPublication] {
        let before = marks
        while marks == before { try await mark() }
        return record.all.withLock { $0 }.filter { received in
            if case .event(let event) = received.publication.body, event.master == Self.name { return false }
            return !isMark(received)
        }
    }
}
