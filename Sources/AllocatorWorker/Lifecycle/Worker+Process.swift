import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals

extension Worker {
    /// Runs the worker until SIGTERM or SIGINT, and drains it. A second signal ends the process at once. SIGHUP reads
    /// the allow-list again, if there is one.
    package func runUntilSignalled(logger: Logger) async throws {
        if let files = OpenFiles.makeRoom(
            forConnections: SocketRole.allCases.count * maximumConnections, journals: maximumJournals)
        {
            logger.warning(
                "the limit of open files is too low for --max-connections and --max-clusters; raise it",
                metadata: ["open_files": "\(files)"])
        }
        let services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: self, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: SecondSignal(), successTerminationBehavior: .ignore),
            // Trapped before the worker serves, because an untrapped SIGHUP ends the process.
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
                logger.notice("SIGHUP ignored: the worker has no allow-list")
            }
        }
    }
}

/// Restores the default action of the signals after the first one.
private struct SecondSignal: Service {
    func run() async throws {
        try? await gracefulShutdown()
        signal(SIGTERM, SIG_DFL)
        signal(SIGINT, SIG_DFL)
    }
}
