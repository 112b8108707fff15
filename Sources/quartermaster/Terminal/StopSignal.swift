import Glibc
import Synchronization

/// A request to stop by ^C or SIGTERM, which loops check to shut down cleanly. A second signal ends the process at
/// once.
enum StopSignal {
    private static let requested = Atomic<Bool>(false)

    static var isRequested: Bool { requested.load(ordering: .acquiring) }

    /// Installs the signal handlers. The first signal only records the request.
    static func listen() {
        // Initializes the static property, because lazy initialization inside of a signal handler is not safe.
        _ = isRequested
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                StopSignal.requested.store(true, ordering: .releasing)
                signal(number, SIG_DFL)
            }
        }
    }
}
