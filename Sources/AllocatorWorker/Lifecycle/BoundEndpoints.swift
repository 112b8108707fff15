import ZeroMQ

/// The endpoints of the worker's sockets, with the assigned ports in place of `*`.
package struct BoundEndpoints: Codable, Hashable, Sendable {
    package let events: String
    package let publications: String
    package let control: String
}
