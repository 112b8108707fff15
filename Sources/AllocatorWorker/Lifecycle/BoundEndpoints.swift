import ZeroMQ

/// Where the worker's sockets are, with the ports that were taken for `*`.
package struct BoundEndpoints: Codable, Hashable, Sendable {
    package let events: String
    package let publications: String
    package let control: String
}
