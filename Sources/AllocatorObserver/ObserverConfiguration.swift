package import AllocatorClient
import ZeroMQ

/// The configuration of an observer.
package struct ObserverConfiguration: Sendable {
    /// The endpoint of the worker's publications.
    package var publications = WorkerEndpoints.defaultPublications
    /// The endpoint of the worker's control socket.
    package var control = WorkerEndpoints.defaultControl
    /// The CURVE keys, or `nil` for a worker without authentication.
    package var keys: ConnectionKeys?
    /// The observed cluster.
    package var cluster = "default"
    /// The address to listen at, by default loopback.
    package var host = Self.defaultHost
    /// The port to listen at; 0 selects a free one.
    package var port = Self.defaultPort
    /// The accepted host names in requests, besides addresses and `localhost`.
    package var allowedHosts: [String] = []

    package static let defaultHost = "127.0.0.1"
    package static let defaultPort = 5580

    /// Whether it may listen at an address that other machines can reach, although viewers are not authenticated.
    package var isInsecure = false

    package init() {}

    /// The error for an address that other machines can reach, or `nil` for loopback. The observer does not
    /// authenticate viewers.
    package var openness: String? {
        // Endpoints have IPv6 addresses in brackets.
        let bracketed = host.contains(":") ? "[\(host)]" : host
        guard !isInsecure, !Endpoint.isOfThisMachine(host: bracketed) else { return nil }
        return Endpoint.openness(
            of: "http://\(bracketed):\(port)",
            protection: "give --host \(Self.defaultHost) to serve this machine alone")
    }
}
