import CZeroMQ
import Glibc

/// Wakes the thread that waits in a `Poller`, from any other thread.
///
/// Signals coalesce: any number of them before a `drain` count as one.
package final class WakeUp: Sendable {
    /// The descriptor to poll, readable while a signal is pending.
    package let fileDescriptor: Int32

    package init() throws(ZeroMQError) {
        let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw ZeroMQError(.createWakeUp, errno: errno) }
        fileDescriptor = descriptor
    }

    deinit {
        close(fileDescriptor)
    }

    /// Makes the file descriptor readable. Safe from any thread; one system call, never waits.
    package func signal() {
        var one: UInt64 = 1
        // A full counter (EAGAIN) is already readable, so only EINTR needs a retry.
        while write(fileDescriptor, &one, MemoryLayout<UInt64>.size) == -1 && errno == EINTR {}
    }

    /// Removes all pending signals. Drain first and look for work afterwards, so that a signal in between is not lost.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    package func drain() -> Bool {
        var count: UInt64 = 0
        while true {
            if read(fileDescriptor, &count, MemoryLayout<UInt64>.size) >= 0 { return true }
            if errno != EINTR { return false }
        }
    }
}
