/// The frames of a ROUTER's message: the way back, and the question.
///
/// REQ puts an empty frame between the two, as do the brokers on the way; a DEALER may leave it out.
package struct Envelope {
    /// What an answer must begin with to arrive.
    package let wayBack: [[UInt8]]
    /// The peer's routing id.
    package var peer: [UInt8] { wayBack[0] }
    /// Nil where there are more or fewer frames than the one that a question has.
    package let question: [UInt8]?

    /// - Precondition: `frames` is not empty; a ROUTER puts the peer's routing id first.
    package init(_ frames: [[UInt8]]) {
        guard let delimiter = frames.dropFirst().firstIndex(where: \.isEmpty) else {
            wayBack = [frames[0]]
            question = frames.count == 2 ? frames[1] : nil
            return
        }
        wayBack = Array(frames[...delimiter])
        question = frames.count == delimiter + 2 ? frames[delimiter + 1] : nil
    }
}
