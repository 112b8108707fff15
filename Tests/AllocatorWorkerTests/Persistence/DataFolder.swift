import AllocatorWire
import AllocatorWorker
import FoundationEssentials
import ZeroMQ

/// A data directory. Its deinitializer deletes it.
final class DataFolder: Sendable {
    let path: String

    init(name: String = "/tmp/kept") { path = "\(name)-\(UInt64.random(in: 0 ... .max))" }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Copies all files as a crash would leave them.
    func copy() throws -> DataFolder {
        let copy = DataFolder()
        try FileManager.default.copyItem(atPath: path, toPath: copy.path)
        return copy
    }
}

extension WorkerInProcess {
    /// Sends a query to the control socket and returns the answer.
    func ask(_ question: WireQuery.OneOf_Question) throws -> WireAnswer {
        let socket = try Socket(.req, in: Context())
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.set(.linger, to: .zero)
        try socket.connect(endpoints.control)
        var query = WireQuery()
        query.question = question
        _ = try socket.send(try QueryEncoder().encode(query, as: .binary))
        guard let frames = try socket.receiveFrames(limit: 1) else { throw NothingCame() }
        return try AnswerDecoder().decode(frames[0])
    }
}
