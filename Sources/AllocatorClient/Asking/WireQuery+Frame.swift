package import AllocatorWire
import SwiftProtobuf

extension WireQuery {
    /// - Parameter requestID: The id that the answer repeats.
    package init(_ question: OneOf_Question, requestID: String) {
        self.init()
        self.requestID = requestID
        self.question = question
    }

    /// Encodes the query for the control socket.
    ///
    /// - Throws: ``ClientFailure/unusableMessage(_:)``
    func frame() throws(ClientFailure) -> [UInt8] {
        do {
            return try QueryEncoder().encode(self, as: .binary)
        } catch {
            throw .unusableMessage("\(error)")
        }
    }
}
