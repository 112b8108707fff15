import Glibc

/// A POSIX thread for a blocking loop. Swift's cooperative thread pool must not be blocked.
package enum BackgroundThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a detached thread that runs `body` and then exits.
    ///
    /// - Throws: ``BackgroundThreadFailure`` if the system cannot create a thread.
    package static func start(_ body: @escaping @Sendable () -> Void) throws(BackgroundThreadFailure) {
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
            throw BackgroundThreadFailure(errno: number)
        }
        pthread_detach(thread)
    }
}

/// The system could not create a thread.
package struct BackgroundThreadFailure: Error, Hashable, CustomStringConvertible {
    package let errno: Int32

    package var description: String {
        "could not start a thread: \(String(cString: strerror(errno))) (errno \(errno)); "
            + "raise the limit of processes or of memory"
    }
}
