import AllocatorWire
import ZeroMQ

/// A subscriber to a worker's publications.
///
/// It subscribes to topic prefixes: `default/` covers the cluster `default`, `default/offers/` its offers, `heartbeat/`
/// the worker's heartbeats. The worker publishes each topic in two encodings, with those in JSON under `json/`. The
/// client decodes both, so subscribe to only one of them.
public final class ObserverClient: Sendable {
    private let link: ObserverLink

    /// Starts connecting to a worker, which may start later. Publications from before the worker has processed the
    /// subscriptions are missed.
    ///
    /// - Parameters:
    ///   - publications: The endpoint of the worker's publications, such as `tcp://127.0.0.1:5551`.
    ///   - prefixes: The topic prefixes. An empty array subscribes to everything in both encodings, which excludes
    ///     repairs.
    ///   - control: The endpoint of the worker's control socket. With it, the client requests lost publications again
    ///     and delivers them in order. Without it, the client only counts losses.
    ///   - keys: The client's keys, for a worker with `--curve-key`.
    ///   - options: Limits and timeouts.
    /// - Throws: ``ClientFailure/malformedEndpoint(_:)``, ``ClientFailure/invalidArgument(_:)``, or
    ///   ``ClientFailure/transport(_:)`` if the system cannot create a thread.
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

    /// Rejects prefixes that cover both encodings, because their numbers do not reveal losses.
    private static func checkRepairable(_ prefixes: [String]) throws(ClientFailure) {
        let prefixes = prefixes.isEmpty ? [""] : prefixes
        let json = Topic.jsonPrefix
        guard let both = prefixes.first(where: { json.hasPrefix($0) && $0 != json }) else { return }
        throw .invalidArgument(
            "a subscription to '\(both)' covers both encodings, whose numbers do not reveal losses: name "
                + "clusters, such as default/, or leave out repairs")
    }

    deinit { link.end(.closed) }

    /// The publications in the order of their arrival. With repairs, a stream (cluster, kind of topic and master) with
    /// a gap waits for the missing publications while other streams continue.
    public var publications: Updates<ReceivedPublication> { Updates(buffer: link.publications) }

    /// The times at which the worker fell silent or published again. If nothing iterates over this sequence, the oldest
    /// updates are dropped.
    public var connectionUpdates: Updates<ConnectionUpdate> { Updates(buffer: link.connectionUpdates) }

    public var statistics: ObserverStatistics { link.statistics }

    /// Closes the connections. The sequence ends after its buffered elements. Further calls have no effect.
    public nonisolated(nonsending) func close() async {
        link.end(.closed)
        // A cancelled task does not wait for the thread.
        try? await link.threadEnd.promise().value()
    }
}
