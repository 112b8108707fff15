import Foundation
import Synchronization

/// A thread that sends the same frames repeatedly, at full speed or at a rate, until it is stopped.
final class FloodingMaster: Sendable {
    private let isStopped = Atomic<Bool>(false)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let sent = Atomic<Int>(0)

    /// - Parameters:
    ///   - rate: The rate in frames per second, or `nil` for full speed.
    ///   - onTurn: Called in every turn on the thread, with its socket.
    init(
        of frames: Frames, to endpoint: String, rate: Double? = nil,
        onTurn: @escaping @Sendable (borrowing Push) throws -> Void = { _ in }
    ) {
        Thread.detachNewThread { [self] in
            defer { hasEnded.signal() }
            do {
                try run(frames, Push(to: endpoint), rate, onTurn)
            } catch {
                FileHandle.standardError.write(Data("the load ended: \(error)\n".utf8))
            }
        }
    }

    /// The number of sent frames.
    var count: Int { sent.load(ordering: .relaxed) }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        hasEnded.wait()
    }

    private func run(
        _ frames: Frames, _ push: consuming Push, _ rate: Double?, _ onTurn: (borrowing Push) throws -> Void
    ) throws {
        let begin = ContinuousClock.now
        var next = 0
        while !isStopped.load(ordering: .relaxed) {
            try onTurn(push)
            var due = Self.framesPerTurn
            if let rate { due = min(due, Int((ContinuousClock.now - begin) / .seconds(1) * rate) - count) }
            guard due > 0 else {
                usleep(50)
                continue
            }
            let end = min(next + due, frames.count)
            let taken = try push.send(frames, next..<end)
            sent.add(taken, ordering: .relaxed)
            next = (next + taken) % frames.count
        }
    }

    /// The frames per turn, few so that `onTurn` is called often.
    private static let framesPerTurn = 100
}
