import Foundation
import Synchronization
import Testing
import ZeroMQ

/// A sender that floods an endpoint until it is stopped.
///
/// It has a thread of its own, because blocked tests may occupy all threads of the task pool.
final class Flood: Sendable {
    private let isOver = Atomic(false)
    private let hasEnded = DispatchSemaphore(value: 0)

    func begin(_ frame: String, to endpoint: String) {
        Thread.detachNewThread { [self] in
            do {
                try send(Array(frame.utf8), to: endpoint)
            } catch {
                Issue.record("the flood dried up: \(error)")
            }
            hasEnded.signal()
        }
    }

    private func send(_ frame: [UInt8], to endpoint: String) throws {
        let push = try Socket(.push, in: Context())
        try push.set(.linger, to: .zero)
        try push.set(.sendTimeout, to: .milliseconds(10))
        try push.connect(endpoint)
        while !isOver.load(ordering: .acquiring) { _ = try push.send(frame) }
    }

    func end() {
        isOver.store(true, ordering: .releasing)
        hasEnded.wait()
    }
}
