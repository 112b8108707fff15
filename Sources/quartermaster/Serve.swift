import AllocatorWorker
import ArgumentParser
import Foundation
import Logging

/// Starts a worker.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve allocation to masters: take their events, publish offers.",
        discussion: """
            A setting that is not given here is taken from the environment, then from the file, then from the \
            defaults. All mistakes are reported before any socket is bound. SIGHUP reloads the allow-list. On SIGTERM \
            or SIGINT the worker applies and publishes the events that it has received, and exits with 0. The exit \
            code is 1 if a socket or a file failed, 64 for an invalid command line, and 78 for mistakes in the \
            configuration.
            """)

    @Option(
        help:
            "A YAML or JSON file of settings, named as the flags are, with _ for -. (environment: QUARTERMASTER_CONFIG)"
    )
    var config: String?

    @Option(help: .setting(.events)) var events: String?
    @Option(help: .setting(.publications)) var publications: String?
    @Option(help: .setting(.control)) var control: String?
    @Option(help: .setting(.clock)) var clock: String?
    @Flag(help: .setting(.ephemeral)) var ephemeral = false
    @Option(help: .setting(.data)) var data: String?
    @Option(help: .setting(.durability)) var durability: String?
    @Option(help: .setting(.snapshotEvery)) var snapshotEvery: String?
    @Option(help: .setting(.snapshotEveryBytes)) var snapshotEveryBytes: String?
    @Option(help: .setting(.damagedLog)) var damagedLog: String?
    @Option(help: .setting(.requireSubscriber)) var requireSubscriber: String?
    @Option(help: .setting(.subscriberGrace)) var subscriberGrace: String?
    @Option(help: .setting(.name)) var name: String?
    @Option(help: .setting(.readyFile)) var readyFile: String?
    @Option(help: .setting(.curveKey)) var curveKey: String?
    @Option(help: .setting(.allow)) var allow: String?
    @Flag(help: .setting(.insecure)) var insecure = false
    @Option(help: .setting(.ipcMode)) var ipcMode: String?
    @Option(help: .setting(.eventsQueue)) var eventsQueue: String?
    @Option(help: .setting(.publicationsQueue)) var publicationsQueue: String?
    @Option(help: .setting(.subscriberPatience)) var subscriberPatience: String?
    @Option(help: .setting(.replayWindow)) var replayWindow: String?
    @Option(help: .setting(.replayWindowBytes)) var replayWindowBytes: String?
    @Option(help: .setting(.logLevel)) var logLevel: String?
    @Option(help: .setting(.logFormat)) var logFormat: String?
    @OptionGroup(title: "Limits (what goes past one is answered RESOURCE_EXHAUSTED)") var limits: LimitOptions

    /// `EX_CONFIG` of sysexits.h.
    private static let configurationMistake = ExitCode(78)

    func run() async throws {
        let configuration: WorkerConfiguration
        do {
            configuration = try .read(
                file: config, environment: ProcessInfo.processInfo.environment,
                arguments: givenSettings.merging(limits.givenSettings) { first, _ in first })
        } catch {
            FileHandle.standardError.write(Data("quartermaster: \(error)\n".utf8))
            throw Self.configurationMistake
        }
        LoggingSystem.bootstrap { _ in
            LineLogHandler(format: configuration.logFormat, level: configuration.logLevel)
        }
        let logger = Logger(label: "quartermaster")
        do {
            try await Worker(configuration, logger: logger).runUntilSignalled(logger: logger)
        } catch {
            logger.critical("the worker ended: \(error)")
            throw ExitCode.failure
        }
    }
}
