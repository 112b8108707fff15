import AllocatorClient
import AllocatorObserver
import AllocatorWire
import ArgumentParser
import Foundation
import Logging

/// The command: arguments and start, nothing else.
@main
struct ObserverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quartermaster-observer",
        abstract: "Show what a worker does: a page for the browser, and metrics for Prometheus.",
        discussion: """
            Listens to what the worker publishes, as any observer does, and asks it questions while somebody looks; it may run \
            on another machine than the worker.

              /             the page
              /metrics      the worker's metrics, for Prometheus
              /healthz      the observer lives
              /readyz       the worker's heartbeat is fresh

            Ends with 0 after SIGTERM or SIGINT; 1 where a socket failed; 64 for a command line that cannot be read.
            """)

    @Option(help: .init("Where the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @Option(help: .init("Where the worker answers questions.", valueName: "endpoint"))
    var control = WorkerEndpoints.defaultControl

    @Option(
        help: .init(
            """
            The observer's own .key file, for a worker that asks for keys. Its entry in the allow-list takes 'control: true', \
            and heartbeat/, metrics/ and CLUSTER/runs/ to observe.
            """, valueName: "file"))
    var curveKey: String?

    @Option(help: .init("The worker's .pub file; goes with --curve-key.", valueName: "file"))
    var serverKey: String?

    @Option(help: .init("The cluster to show.", valueName: "name"))
    var cluster = WireName.defaultCluster

    @Option(
        help: .init(
            """
            The address to listen at. Nothing here asks who looks: one that other machines reach takes --insecure.
            """, valueName: "address"))
    var host = ObserverConfiguration.defaultHost

    @Flag(help: "Listen at an address that other machines reach, and show the cluster to all of them.")
    var insecure = false

    @Option(parsing: .unconditional, help: .init("The port to listen at; 0 takes a free one.", valueName: "port"))
    var port = ObserverConfiguration.defaultPort

    @Option(
        name: .customLong("allow-host"),
        help: .init(
            "A name to answer under, beside addresses and localhost. May be given several times.", valueName: "name"))
    var allowedHosts: [String] = []

    @Option(help: .init("Written when the page can be opened: its address, in a line.", valueName: "path"))
    var readyFile: String?

    private static let maximumAllowedHosts = 100

    func validate() throws {
        do {
            _ = try WorkerEndpoints(publications: publications, control: control)
        } catch {
            throw ValidationError("\(error)")
        }
        guard WireName.isValidCluster(cluster) else {
            throw ValidationError(
                "--cluster takes 1 to 255 of A–Z a–z 0–9 . _ -, but neither json, rejects, heartbeat nor metrics")
        }
        guard (curveKey == nil) == (serverKey == nil) else {
            throw ValidationError("--curve-key and --server-key go together: give both or neither")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        var settings = ObserverConfiguration()
        (settings.host, settings.port, settings.isInsecure) = (host, port, insecure)
        if let problem = settings.openness { throw ValidationError("--host: \(problem)") }
        guard allowedHosts.count <= Self.maximumAllowedHosts else {
            throw ValidationError("at most \(Self.maximumAllowedHosts) names after --allow-host")
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
        if let curveKey, let serverKey {
            settings.keys = try ConnectionKeys(curveKey: curveKey, serverKey: serverKey)
        }
        settings.publications = publications
        settings.control = control
        settings.cluster = cluster
        settings.host = host
        settings.port = port
        settings.isInsecure = insecure
        settings.allowedHosts = allowedHosts
        return settings
    }

    private func announce(port: Int) {
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
        let line = "Open \(address) in a browser to watch cluster \(cluster); ^C ends this.\n"
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
