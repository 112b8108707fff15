import Glibc

/// Starts threads of the system, for loops that block: the threads of Swift's task pool must not.
package enum SystemThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread, which ends when `body` returns.
    package static func start(_ body: @escaping @Sendable () -> Void) throws(ThreadFailure) {
        let argument = Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let number = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard number == 0 else {
            argument.release()
            throw ThreadFailure(errno: number)
        }
        pthread_detach(thread)
    }
}

/// The system refused to start a thread.
package struct ThreadFailure: Error, Hashable, CustomStringConvertible {
    package let errno: Int32

    package var description: String {
        "could not start a thread: \(String(cString: strerror(errno))) (errno \(errno)); raise the limit of processes or of "
            + "memory"
    }
}
