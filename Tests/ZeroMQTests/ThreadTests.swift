import Foundation
import Testing
import ZeroMQ

/// Sockets and wake-ups between threads.
@Suite(.timeLimit(.minutes(1))) struct ThreadTests {
    let context: Context

    init() throws { context = try Context() }

    /// Runs `body` on a thread of its own, which then owns `socket`.
    private func start<Result: Sendable>(
        owning socket: consuming sending Socket,
        _ body: @escaping @Sendable (consuming Socket) throws -> Result
    ) -> Task<Result, any Error> {
        let parcel = Parcel(socket)
        return Task {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(
                        with: Swift.Result {
                            guard let socket = parcel.take() else { throw CancellationError() }
                            return try body(socket)
                        })
                }
            }
        }
    }

    @Test func `a socket can be handed over to another thread`() async throws {
        let pull = try makeSocket(.pull, in: context)
        try pull.bind("inproc://test")
        let received = start(owning: pull) { pull in
            var sum = 0
            var message = Message()
            while try pull.receive(into: &message), !message.isEmpty { sum += message.count }
            return sum
        }
        let push = try makeSocket(.push, in: context)
        try push.connect("inproc://test")
        for count in 1...100 {
            let isSent = try push.send([UInt8](repeating: 0, count: count))
            #expect(isSent)
        }
        let isEnded = try push.send([UInt8]())
        #expect(isEnded)
        #expect(try await received.value == 5050)
    }

    @Test func `the context's shutdown ends a blocking receive`() async throws {
        let context = context
        let pull = try Socket(.pull, in: context)
        try pull.bind("inproc://test")
        let ready = try Socket(.pair, in: context)
        try ready.bind("inproc://ready")
        let ended = start(owning: pull) { pull in
            let signal = try Socket(.pair, in: context)
            try signal.connect("inproc://ready")
            _ = try signal.send([1])
            return #expect(throws: ZeroMQError.contextTerminated(during: .receive)) { try pull.receiveFrames() }
        }
        _ = try ready.receiveFrames()
        // The receive ends whether or not it blocks already.
        try context.shutdown()
        #expect(try await ended.value == .contextTerminated(during: .receive))
    }

    @Test func `a wake-up ends the wait of another thread`() async throws {
        let wakeUp = try WakeUp()
        let pull = try makeSocket(.pull, in: context)
        try pull.bind("inproc://test")
        let woken = start(owning: pull) { pull in
            var poller = Poller()
            let socket = poller.add(pull)
            let bell = poller.add(fileDescriptor: wakeUp.fileDescriptor)
            let count = try poller.wait()
            return count == 1 && poller[bell] == .readable && poller[socket] == [] && wakeUp.drain()
        }
        wakeUp.signal()
        #expect(try await woken.value)
    }

    @Test func `pending wake-up signals of many tasks coalesce`() async throws {
        let wakeUp = try WakeUp()
        #expect(!wakeUp.drain())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { wakeUp.signal() } }
        }
        #expect(wakeUp.drain())
        #expect(!wakeUp.drain())
    }

    @Test func `a context lives as long as its sockets`() throws {
        func orphan() throws -> Socket { try makeSocket(.pull, in: Context()) }
        let pull = try orphan()
        try pull.bind("inproc://test")
        let received = try pull.receive(.dontWait)?.bytes
        #expect(received == nil)
    }
}
