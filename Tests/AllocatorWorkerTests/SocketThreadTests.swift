import AllocatorWorker
import Synchronization
import Testing
import ZeroMQ

/// The executor of the event loop: a thread of its own.
@Suite(.timeLimit(.minutes(1))) struct SocketThreadTests {
    /// Like the event loop: created, used and released on the thread that it is pinned to.
    private actor Counter {
        private let thread: SocketThread
        private let releases: ReleaseCount
        private(set) var count = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        init(on thread: SocketThread, countingReleasesIn releases: ReleaseCount) {
            thread.checkIsolated()
            self.thread = thread
            self.releases = releases
        }

        deinit {
            thread.checkIsolated()
            releases.value.add(1, ordering: .relaxed)
        }

        func increment() {
            thread.checkIsolated()
            count += 1
        }
    }

    @Test func `an actor of the thread is created, called and released on it`() async throws {
        let thread = try SocketThread()
        defer { thread.close() }
        let releases = ReleaseCount()
        let count = await withTaskExecutorPreference(thread) {
            let counter = Counter(on: thread, countingReleasesIn: releases)
            await withTaskGroup { group in
                for _ in 0..<100 { group.addTask { await counter.increment() } }
            }
            return await counter.count
        }
        #expect(count == 100)
        #expect(releases.value.load(ordering: .relaxed) == 1)
    }

    @Test func `jobs that were enqueued before the thread is closed are run`() async throws {
        let thread = try SocketThread()
        let (ended, end) = AsyncStream<Void>.makeStream()
        let task = Task(executorPreference: thread) { _ = end.yield() }
        await task.value
        thread.close()
        #expect(await ended.first { _ in true } != nil)
    }

    @Test func `a call from outside of the thread is detected`() async throws {
        await #expect(processExitsWith: .failure) {
            let thread = try SocketThread()
            thread.checkIsolated()
        }
    }
}

private final class ReleaseCount: Sendable {
    let value = Atomic<Int>(0)
}
