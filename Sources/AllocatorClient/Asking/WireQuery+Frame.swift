import AllocatorWire
import SwiftProtobuf

extension WireQuery {
    /// The frame that asks a question.
    ///
    /// - Parameter requestID: What comes back with the answer.
    static func frame(of question: OneOf_Question, requestID: String) throws(ClientFailure) -> [UInt8] {
        let query = WireQuery.with {
            $0.requestID = requestID
            $0.question = question
        }
        do {
            return try QueryEncoder().encode(query, as: .binary)
        } catch {
            throw .unusableMessage("\(error)")
        }
    }
}
