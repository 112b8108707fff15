package import ZeroMQ

/// The endpoints of a worker's three sockets, and the keys for a worker that requires keys.
public struct WorkerEndpoints: Hashable, Sendable {
    /// The default endpoint for events.
    public static let defaultEvents = "tcp://127.0.0.1:5550"
    /// The default endpoint for publications.
    public static let defaultPublications = "tcp://127.0.0.1:5551"
    /// The default endpoint of the control socket.
    public static let defaultControl = "tcp://127.0.0.1:5552"

    package let events: Endpoint
    package let publications: Endpoint
    package let control: Endpoint
    /// The keys, or `nil` for a worker that requires none.
    public var keys: ConnectionKeys?

    /// Parses endpoints in the form that the worker's log and ready file use: `tcp://host:port` or `ipc://path`. The
    /// client connects to them. With a leading `@`, it binds instead.
    ///
    /// - Parameter keys: The keys for a worker with `--curve-key`.
    /// - Throws: ``ClientFailure/malformedEndpoint(_:)``
    public init(
        events: String = defaultEvents, publications: String = defaultPublications, control: String = defaultControl,
        keys: ConnectionKeys? = nil
    ) throws(ClientFailure) {
        self.keys = keys
        self.events = try Self.endpoint(events)
        self.publications = try Self.endpoint(publications)
        self.control = try Self.endpoint(control)
    }

    private static func endpoint(_ text: String) throws(ClientFailure) -> Endpoint {
        do {
            return try Endpoint(text, default: .connect)
        } catch {
            throw .malformedEndpoint("\(error)")
        }
    }
}
