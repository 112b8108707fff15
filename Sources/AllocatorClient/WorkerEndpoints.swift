package import ZeroMQ

/// Where a worker is reached.
package struct WorkerEndpoints: Hashable, Sendable {
    package static let defaultEvents = "tcp://127.0.0.1:5550"
    package static let defaultPublications = "tcp://127.0.0.1:5551"
    package static let defaultControl = "tcp://127.0.0.1:5552"

    package let events: Endpoint
    package let publications: Endpoint
    package let control: Endpoint

    /// Endpoints as the worker writes them; without a prefix they are connected to.
    package init(
        events: String = defaultEvents, publications: String = defaultPublications, control: String = defaultControl
    ) throws(Endpoint.Malformed) {
        self.events = try Endpoint(events, default: .connect)
        self.publications = try Endpoint(publications, default: .connect)
        self.control = try Endpoint(control, default: .connect)
    }
}
