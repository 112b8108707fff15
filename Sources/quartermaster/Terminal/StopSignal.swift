import Glibc
import Synchronization

/// ^C and SIGTERM as something that a loop can ask for, so that it ends in order. A second signal ends the process at once.
enum StopSignal {
    private static let requested = Atomic<Bool>(false)

    static var isRequested: Bool { requested.load(ordering: .acquiring) }

    /// From now on the first signal is only noted.
    static func listen() {
        // Made before a signal can come: what is made on first use must not be made inside a signal handler.
        _ = isRequested
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                StopSignal.requested.store(true, ordering: .releasing)
                signal(number, SIG_DFL)
            }
        }
    }
}
