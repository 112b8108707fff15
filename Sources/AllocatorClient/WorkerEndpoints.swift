package import ZeroMQ

/// Where a worker is reached: its three sockets, and the keys that it may ask for.
public struct WorkerEndpoints: Hashable, Sendable {
    /// Where a worker takes events unless told otherwise.
    public static let defaultEvents = "tcp://127.0.0.1:5550"
    /// Where a worker publishes unless told otherwise.
    public static let defaultPublications = "tcp://127.0.0.1:5551"
    /// Where a worker answers questions unless told otherwise.
    public static let defaultControl = "tcp://127.0.0.1:5552"

    package let events: Endpoint
    package let publications: Endpoint
    package let control: Endpoint
    /// Nil: the worker asks for none.
    public var keys: ConnectionKeys?

    /// Endpoints as the worker writes them into its log and its ready file: `tcp://host:port` or `ipc://path`. Without a
    /// prefix they are connected to; `@` in front binds.
    ///
    /// - Parameter keys: For a worker with `--curve-key`.
    /// - Throws: ``ClientFailure/malformedEndpoint(_:)`` with what is wrong.
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
