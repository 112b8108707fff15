import AllocatorClient
import AllocatorObserver
import AllocatorWire
import ArgumentParser
import CommandOptions
import Foundation
import Logging

/// Parses the arguments and starts the observer.
@main
struct ObserverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quartermaster-observer",
        abstract: "Observe a worker: a web page, and metrics for Prometheus.",
        discussion: """
            Subscribes to the worker's publications like any observer, and queries the worker while a viewer is \
            connected. It may run on another machine than the worker. If the worker requires keys, the observer's \
            entry in the allow-list takes 'control: true', and heartbeat/, metrics/ and CLUSTER/runs/ to observe.

              /             the web page
              /metrics      the worker's metrics, for Prometheus
              /healthz      whether the observer runs
              /readyz       whether the worker's heartbeat is recent

            The exit code is 0 after SIGTERM or SIGINT, 1 if a socket failed, and 64 for an invalid command line.
            """)

    @Option(help: .init("The socket at which the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @OptionGroup var worker: WorkerOptions
    @OptionGroup var cluster: ClusterOption

    @Option(
        help: .init(
            """
            The address to listen on. Viewers are not authenticated: an address that other machines reach requires \
            --insecure.
            """, valueName: "address"))
    var host = ObserverConfiguration.defaultHost

    @Flag(help: "Allow an address that other machines reach, and show the cluster to all of them.")
    var insecure = false

    @Option(parsing: .unconditional, help: .init("The port to listen on, or 0 for a free one.", valueName: "port"))
    var port = ObserverConfiguration.defaultPort

    @Option(
        name: .customLong("allow-host"),
        help: .init(
            "A host name to accept, besides addresses and localhost. May be given several times.", valueName: "name"))
    var allowedHosts: [String] = []

    @Option(help: .init("A file that receives the address of the page when it is ready.", valueName: "path"))
    var readyFile: String?

    private static let maximumAllowedHosts = 100

    func validate() throws {
        try WorkerOptions.check { () throws(ClientFailure) in
            try WorkerEndpoints(publications: publications, control: worker.control)
        }
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        var settings = ObserverConfiguration()
        (settings.host, settings.port, settings.isInsecure) = (host, port, insecure)
        if let problem = settings.openness { throw ValidationError("--host: \(problem)") }
        guard allowedHosts.count <= Self.maximumAllowedHosts else {
            throw ValidationError("--allow-host may be given at most \(Self.maximumAllowedHosts) times")
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "quartermaster-observer")
        logger.logLevel = .notice
        do {
            try await ObserverService(try settings(), logger: logger) { announce(port: $0) }.runUntilSignalled()
        } catch {
            logger.critical("the observer ended: \(error)")
            throw ExitCode.failure
        }
    }

    private func settings() throws(ClientFailure) -> ObserverConfiguration {
        var settings = ObserverConfiguration()
        settings.keys = try worker.keys.read()
        settings.publications = publications
        settings.control = worker.control
        settings.cluster = cluster.name
        settings.host = host
        settings.port = port
        settings.isInsecure = insecure
        settings.allowedHosts = allowedHosts
        return settings
    }

    private func announce(port: Int) {
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
        let line = "Open \(address) in a browser to watch cluster \(cluster.name); ^C ends this.\n"
        FileHandle.standardOutput.write(Data(line.utf8))
        guard let readyFile else { return }
        do {
            try Data("\(address)\n".utf8).write(to: URL(filePath: readyFile), options: .atomic)
        } catch {
            FileHandle.standardError.write(
                Data("quartermaster-observer: \(readyFile) cannot be written: \(error)\n".utf8))
        }
    }
}
