import AllocatorWire
import ZeroMQ

/// Looks on at what a worker publishes.
///
/// It subscribes to the beginnings of topics: `default/` is all of the cluster `default`, `default/offers/` its offers,
/// `heartbeat/` the worker's sign of life. The worker publishes each topic in two encodings, JSON under `json/`; both are
/// read, so ask for one of them.
public final class ObserverClient: Sendable {
    private let link: ObserverLink

    /// Begins to connect; the worker may come later. What is published before the worker knows the subscriptions is missed.
    ///
    /// - Parameters:
    ///   - publications: Where the worker publishes, such as `tcp://127.0.0.1:5551`.
    ///   - prefixes: Beginnings of topics; none: everything, in both encodings, which cannot be repaired.
    ///   - control: Where the worker answers questions. With it, what is lost on the way is asked for again and comes in its
    ///     place; without it, losses are only counted.
    ///   - keys: For a worker with `--curve-key`.
    ///   - options: Bounds and patience.
    /// - Throws: ``ClientFailure/malformedEndpoint(_:)``, ``ClientFailure/invalidArgument(_:)``, or
    ///   ``ClientFailure/transport(_:)`` where the system gives no thread.
    public init(
        of publications: String = WorkerEndpoints.defaultPublications, prefixes: [String] = [],
        repairingFrom control: String? = nil, keys: ConnectionKeys? = nil,
        options: ObserverOptions = ObserverOptions()
    ) throws(ClientFailure) {
        try options.check()
        let endpoints = try WorkerEndpoints(
            publications: publications, control: control ?? WorkerEndpoints.defaultControl, keys: keys)
        if control != nil { try Self.checkRepairable(prefixes) }
        let subscriptions = prefixes.isEmpty ? [[]] : prefixes.map { Array($0.utf8) }
        let link: ObserverLink
        do {
            link = try ObserverLink(options)
        } catch {
            throw ClientFailure(error)
        }
        self.link = link
        try link.startThread { () throws(ZeroMQError) in
            try ObserverLoop(link, endpoints, isRepairing: control != nil, subscriptions, options)
        }
    }

    /// Where everything comes twice, in both encodings, numbers tell nothing.
    private static func checkRepairable(_ prefixes: [String]) throws(ClientFailure) {
        let prefixes = prefixes.isEmpty ? [""] : prefixes
        let json = Topic.jsonPrefix
        guard let both = prefixes.first(where: { json.hasPrefix($0) && $0 != json }) else { return }
        throw .invalidArgument(
            "a subscription to '\(both)' brings everything in both encodings, whose numbers cannot be watched: name clusters, "
                + "such as default/, or do without repairs")
    }

    deinit { link.end(.closed) }

    /// What is published, in the order in which it came. Where losses are repaired, the publications of one stream (cluster,
    /// kind of topic and master) wait for those that are missing, while other streams go on.
    public var publications: Updates<ReceivedPublication> { Updates(buffer: link.publications) }

    /// When the worker falls silent, and when it is heard of again. It may be left unread: of what waits, the oldest is
    /// dropped.
    public var connectionUpdates: Updates<ConnectionUpdate> { Updates(buffer: link.connectionUpdates) }

    public var statistics: ObserverStatistics { link.statistics }

    /// Ends the client: the sequence ends after what it holds, and the connections are closed. To call it again does nothing.
    public nonisolated(nonsending) func close() async {
        link.end(.closed)
        // Also where this task was cancelled: then it does not wait.
        try? await link.threadEnd.promise().value()
    }
}
