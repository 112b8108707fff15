import Glibc

/// A thread of the system for a loop that blocks: the threads that Swift's tasks run on must not.
enum BackgroundThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread, which ends with it.
    static func start(_ body: @escaping @Sendable () -> Void) throws(ClientFailure) {
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
            throw .transport(
                "could not start a thread: \(String(cString: strerror(number))) (errno \(number)); raise the limit of "
                    + "processes or of memory")
        }
        pthread_detach(thread)
    }
}
