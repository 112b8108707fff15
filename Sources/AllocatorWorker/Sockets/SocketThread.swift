import Glibc
import Platform
import Synchronization
package import ZeroMQ

/// A thread that owns ZeroMQ sockets, and the executor of the actor and of the task that use them.
///
/// Between jobs it waits for `wakeUp`. A job that runs for long polls `wakeUp` among its sockets, and returns when it
/// is done.
package final class SocketThread: SerialExecutor, TaskExecutor {
    /// Readable when a job, a request to stop or another request is waiting.
    package let wakeUp: WakeUp

    private struct Queue {
        var jobs: [UnownedJob] = []
        var isClosed = false
    }

    private let queue = Mutex(Queue())
    /// The thread's `pthread_t`, or 0 before it runs.
    private let identity = Atomic<pthread_t>(0)

    /// Starts the thread. It runs until `close` is called.
    package init() throws {
        wakeUp = try WakeUp()
        try BackgroundThread.start { self.runJobs() }
    }

    /// Ends the thread after the enqueued jobs.
    package func close() {
        queue.withLock { $0.isClosed = true }
        wakeUp.signal()
    }

    // MARK: - Jobs

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { queue in
            precondition(!queue.isClosed, "a job was enqueued on a socket thread that has been closed")
            queue.jobs.append(job)
        }
        wakeUp.signal()
    }

    private func runJobs() {
        identity.store(pthread_self(), ordering: .releasing)
        var poller = Poller()
        _ = poller.add(fileDescriptor: wakeUp.fileDescriptor)
        while true {
            wakeUp.drain()
            let (jobs, isClosed) = queue.withLock { queue in
                defer { queue.jobs.removeAll() }
                return (queue.jobs, queue.isClosed)
            }
            for job in jobs {
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
            if !jobs.isEmpty { continue }
            if isClosed { return }
            do {
                _ = try poller.wait()
            } catch {
                preconditionFailure("a socket thread cannot wait for its jobs: \(error)")
            }
        }
    }

    // MARK: - Isolation

    package func checkIsolated() {
        precondition(isCurrent, "called from outside of the thread that owns the sockets")
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    private var isCurrent: Bool { pthread_equal(identity.load(ordering: .acquiring), pthread_self()) != 0 }
}
