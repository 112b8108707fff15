import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals

extension Worker {
    /// Runs the worker until the process is asked to end: SIGTERM and SIGINT drain it, a second one ends the process at
    /// once.
    package func runUntilSignalled(logger: Logger) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: self, successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: SecondSignal(), successTerminationBehavior: .ignore),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        try await group.run()
    }
}

/// Gives the signals their usual effect back once the first one was received.
private struct SecondSignal: Service {
    func run() async throws {
        try? await gracefulShutdown()
        signal(SIGTERM, SIG_DFL)
        signal(SIGINT, SIG_DFL)
    }
}
