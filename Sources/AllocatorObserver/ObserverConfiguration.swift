package import AllocatorClient
import ZeroMQ

/// The configuration of an observer.
package struct ObserverConfiguration: Sendable {
    /// The endpoint of the worker's publications.
    package var publications = WorkerEndpoints.defaultPublications
    /// The endpoint of the worker's control socket.
    package var control = WorkerEndpoints.defaultControl
    /// For a worker that asks for some.
    package var keys: ConnectionKeys?
    /// The cluster that is shown.
    package var cluster = "default"
    /// The address that is listened at: this machine only, unless told otherwise.
    package var host = Self.defaultHost
    /// 0 takes a free one.
    package var port = Self.defaultPort
    /// Names that the observer answers under, beside addresses and `localhost`.
    package var allowedHosts: [String] = []

    package static let defaultHost = "127.0.0.1"
    package static let defaultPort = 5580

    /// Whether it may listen, without authentication, at an address that other machines reach.
    package var isInsecure = false

    package init() {}

    /// A warning about an address that other machines can reach, since the observer authenticates no viewer; nil if
    /// there is none.
    package var openness: String? {
        // As an endpoint has it: an address of IPv6 in brackets.
        let bracketed = host.contains(":") ? "[\(host)]" : host
        guard !isInsecure, !Endpoint.isOfThisMachine(host: bracketed) else { return nil }
        return Endpoint.openness(
            of: "http://\(bracketed):\(port)",
            protection: "give --host \(Self.defaultHost) to serve this machine alone")
    }
}
