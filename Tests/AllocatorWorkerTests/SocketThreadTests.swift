import AllocatorWorker
import Testing
import ZeroMQ

/// The executor: actors on the thread that owns the sockets.
@Suite(.timeLimit(.minutes(1))) struct SocketThreadTests {
    private actor Counter {
        private let thread: SocketThread
        private(set) var count = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        init(on thread: SocketThread) {
            self.thread = thread
        }

        func increment() { count += 1 }
    }

    @Test func `what is awaited of an actor runs on the thread, in its turns`() async throws {
        let thread = try SocketThread()
        let counter = Counter(on: thread)
        let (ended, end) = AsyncStream<Int>.makeStream()
        try thread.start {
            var poller = Poller()
            _ = poller.add(fileDescriptor: thread.wakeUp.fileDescriptor)
            while counter.assumeIsolated({ $0.count }) < 100 {
                _ = try? poller.wait()
                thread.wakeUp.drain()
                thread.runJobs()
            }
            end.yield(counter.assumeIsolated { $0.count })
        }
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { await counter.increment() } }
        }
        #expect(await ended.first { _ in true } == 100)
    }

    @Test func `an actor can be entered from its thread only`() async {
        await #expect(processExitsWith: .failure) {
            let thread = try SocketThread()
            thread.checkIsolated()
        }
    }
}
