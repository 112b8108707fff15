import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals

extension Worker {
    /// Runs the worker until the process is asked to end: SIGTERM and SIGINT drain it, a second one ends the process at
    /// once. SIGHUP reads the allow-list again, if there is one, and does nothing else.
    package func runUntilSignalled(logger: Logger) async throws {
        if let files = OpenFiles.makeRoom(
            forConnections: SocketRole.allCases.count * maximumConnections, journals: maximumJournals)
        {
            logger.warning(
                "this process may have fewer files open than --max-connections and --max-clusters allow for; raise the limit of open files",
                metadata: ["open_files": "\(files)"])
        }
        let services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: self, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: SecondSignal(), successTerminationBehavior: .ignore),
            // Trapped before the worker serves: until then the signal would end the process.
            .init(
                service: HangupReader(
                    worker: self, hangups: await UnixSignalsSequence(trapping: .sighup), logger: logger),
                successTerminationBehavior: .ignore),
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services,
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        try await group.run()
    }
}

/// Reads the allow-list at each SIGHUP.
private struct HangupReader: Service {
    let worker: Worker
    let hangups: UnixSignalsSequence
    let logger: Logger

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() {
            if worker.hasAllowList {
                worker.reloadAllowList()
            } else {
                logger.notice("SIGHUP: there is no allow-list to read again")
            }
        }
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
