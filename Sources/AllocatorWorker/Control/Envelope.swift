/// The frames of a ROUTER's message: the route back to the sender, and the query.
///
/// REQ sockets and brokers put an empty frame between the two. A DEALER may omit it.
package struct Envelope {
    /// The frames that an answer must begin with.
    package let route: [[UInt8]]
    /// The peer's routing id.
    package var peer: [UInt8] { route[0] }
    /// The encoded query, or `nil` if the message doesn't have exactly one frame for it.
    package let question: [UInt8]?

    /// - Precondition: `frames` is not empty; a ROUTER puts the peer's routing id first.
    package init(_ frames: [[UInt8]]) {
        guard let delimiter = frames.dropFirst().firstIndex(where: \.isEmpty) else {
            route = [frames[0]]
            question = frames.count == 2 ? frames[1] : nil
            return
        }
        route = Array(frames[...delimiter])
        question = frames.count == delimiter + 2 ? frames[delimiter + 1] : nil
    }
}
