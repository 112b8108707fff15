import AllocatorWire
import Foundation
import SwiftProtobuf
import Synchronization
import ZeroMQ

/// The other side of a control socket: it answers each question with how many it has had.
final class CountingResponder: Sendable {
    private final class Record: Sendable {
        let questions = Atomic<Int>(0)
        let isOver = Atomic<Bool>(false)
    }

    let address: String
    private let record = Record()
    private let folder: URL

    init() throws {
        folder = URL(filePath: "/tmp").appending(path: "qm-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let address = "ipc://" + folder.appending(path: "control").path
        self.address = address
        Thread.detachNewThread { [record] in
            do {
                let router = try Socket(.router, in: Context())
                try router.bind(address)
                var poller = Poller()
                _ = poller.add(router)
                while !record.isOver.load(ordering: .acquiring) {
                    _ = try poller.wait(timeout: .milliseconds(20))
                    while let frames = try router.receiveFrames(.dontWait), let question = frames.last {
                        let query = try QueryDecoder().decode(question)
                        let count = record.questions.add(1, ordering: .acquiringAndReleasing).newValue
                        let answer = WireAnswer.with {
                            $0.requestID = query.requestID
                            $0.digest.events = UInt64(count)
                        }
                        let frame = try AnswerEncoder().encode(answer, as: .binary)
                        _ = try router.send(frames: frames.dropLast() + [frame], .dontWait)
                    }
                }
            } catch {
                preconditionFailure("the responder failed: \(error)")
            }
        }
    }

    deinit {
        record.isOver.store(true, ordering: .releasing)
        try? FileManager.default.removeItem(at: folder)
    }

    var questions: Int { record.questions.load(ordering: .acquiring) }
}
