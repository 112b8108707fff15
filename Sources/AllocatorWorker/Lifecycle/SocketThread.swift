import Glibc
import Synchronization
package import ZeroMQ

/// A thread that owns sockets, and the executor of the actors that live on it.
///
/// The thread runs one function, given to `start`, which waits for its sockets and for `wakeUp`, and calls `runJobs` at each
/// turn, so that what is awaited of the actors from elsewhere gets its turn between two drains. An actor that is pinned here
/// is entered from that function without any hop, by `assumeIsolated`.
package final class SocketThread: SerialExecutor {
    /// Readable when a job or a stop request waits; the function polls it beside its sockets.
    package let wakeUp: WakeUp

    private struct Queue {
        /// Bounded by the tasks that exist: one that waits for an actor is here once.
        var jobs: [UnownedJob] = []
        var isClosed = false
    }

    private let queue = Mutex(Queue())
    /// The thread's `pthread_t`; 0 before it runs.
    private let identity = Atomic<pthread_t>(0)

    package init() throws(ZeroMQError) {
        wakeUp = try WakeUp()
    }

    /// Runs `body` on a new thread and then, when nothing but jobs is left, the jobs. May be called once.
    package func start(_ body: @escaping @Sendable () -> Void) throws(ThreadFailure) {
        let start = Unmanaged.passRetained(Start(thread: self, body: body))
        var thread = pthread_t()
        let number = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                start.thread.identity.store(pthread_self(), ordering: .releasing)
                start.body()
                start.thread.close()
                return nil
            }, start.toOpaque())
        guard number == 0 else {
            start.release()
            throw ThreadFailure(errno: number)
        }
        pthread_detach(thread)
    }

    private final class Start: Sendable {
        let thread: SocketThread
        let body: @Sendable () -> Void

        init(thread: SocketThread, body: @escaping @Sendable () -> Void) {
            self.thread = thread
            self.body = body
        }
    }

    // MARK: - Jobs

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { queue in
            precondition(!queue.isClosed, "an actor of this thread was called after the thread had ended")
            queue.jobs.append(job)
        }
        wakeUp.signal()
    }

    /// Runs the jobs that wait now. Those that they cause wait for the next call.
    ///
    /// - Precondition: called on this thread, outside of any actor.
    package func runJobs() {
        checkIsolated()
        let jobs = queue.withLock { queue in
            let jobs = queue.jobs
            queue.jobs.removeAll(keepingCapacity: true)
            return jobs
        }
        for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    /// Runs what is left. Afterwards no job may come: it would never run.
    private func close() {
        while queue.withLock({ queue in
            queue.isClosed = queue.jobs.isEmpty
            return !queue.isClosed
        }) { runJobs() }
    }

    // MARK: - Isolation

    package func checkIsolated() {
        precondition(isCurrent, "called from outside of the thread that owns the sockets")
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    private var isCurrent: Bool { pthread_equal(identity.load(ordering: .acquiring), pthread_self()) != 0 }
}

/// The system gave no thread.
package struct ThreadFailure: Error, Hashable, CustomStringConvertible {
    package let errno: Int32

    package var description: String {
        "could not start a thread: \(String(cString: strerror(errno))) (errno \(errno)); raise the limit of processes or of memory"
    }
}
