import AllocatorWorker
import ArgumentParser
import Foundation
import Logging

/// Starts a worker.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve allocation to masters: take their events, publish offers.",
        discussion: """
            What is not given here is taken from the environment, then from the file, then from the defaults. Every mistake \
            is named before any socket is bound. SIGHUP reads the allow-list again, if there is one. Ends with 0 after SIGTERM or \
            SIGINT, when what was received is applied and published; 1 where a socket or a file failed; 64 for a command line \
            that cannot be read; 78 for mistakes in the configuration.
            """)

    @Option(
        help:
            "A YAML or JSON file of settings, named as the flags are, with _ for -. (environment: QUARTERMASTER_CONFIG)"
    )
    var config: String?

    @Option(help: .init(Setting.events.help, valueName: "endpoint")) var events: String?
    @Option(help: .init(Setting.publications.help, valueName: "endpoint")) var publications: String?
    @Option(help: .init(Setting.control.help, valueName: "endpoint")) var control: String?
    @Option(help: .init(Setting.clock.help, valueName: "clock")) var clock: String?
    @Flag(help: .init(Setting.ephemeral.help)) var ephemeral = false
    @Option(help: .init(Setting.data.help, valueName: "folder")) var data: String?
    @Option(help: .init(Setting.durability.help, valueName: "durability")) var durability: String?
    @Option(help: .init(Setting.snapshotEvery.help, valueName: "events")) var snapshotEvery: String?
    @Option(help: .init(Setting.snapshotEveryBytes.help, valueName: "bytes")) var snapshotEveryBytes: String?
    @Option(help: .init(Setting.damagedLog.help, valueName: "refuse|cut")) var damagedLog: String?
    @Option(help: .init(Setting.requireSubscriber.help, valueName: "true|false")) var requireSubscriber: String?
    @Option(help: .init(Setting.subscriberGrace.help, valueName: "milliseconds")) var subscriberGrace: String?
    @Option(help: .init(Setting.name.help)) var name: String?
    @Option(help: .init(Setting.readyFile.help, valueName: "path")) var readyFile: String?
    @Option(help: .init(Setting.curveKey.help, valueName: "file")) var curveKey: String?
    @Option(help: .init(Setting.allow.help, valueName: "file")) var allow: String?
    @Flag(help: .init(Setting.insecure.help)) var insecure = false
    @Option(help: .init(Setting.ipcMode.help, valueName: "mode")) var ipcMode: String?
    @Option(help: .init(Setting.eventsQueue.help, valueName: "count")) var eventsQueue: String?
    @Option(help: .init(Setting.publicationsQueue.help, valueName: "count")) var publicationsQueue: String?
    @Option(help: .init(Setting.subscriberPatience.help, valueName: "milliseconds")) var subscriberPatience: String?
    @Option(help: .init(Setting.replayWindow.help, valueName: "count")) var replayWindow: String?
    @Option(help: .init(Setting.replayWindowBytes.help, valueName: "bytes")) var replayWindowBytes: String?
    @Option(help: .init(Setting.logLevel.help, valueName: "level")) var logLevel: String?
    @Option(help: .init(Setting.logFormat.help, valueName: "format")) var logFormat: String?
    @OptionGroup(title: "Limits (what goes past one is answered RESOURCE_EXHAUSTED)") var limits: LimitOptions

    /// `EX_CONFIG` of sysexits.h.
    private static let configurationMistake = ExitCode(78)

    func run() async throws {
        let configuration: WorkerConfiguration
        do {
            configuration = try .read(
                file: config, environment: ProcessInfo.processInfo.environment, arguments: settings)
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

    /// What the command line gives.
    private var settings: [Setting: String] {
        var settings = limits.settings
        settings[.events] = events
        settings[.publications] = publications
        settings[.control] = control
        settings[.clock] = clock
        settings[.ephemeral] = ephemeral ? "true" : nil
        settings[.data] = data
        settings[.durability] = durability
        settings[.snapshotEvery] = snapshotEvery
        settings[.snapshotEveryBytes] = snapshotEveryBytes
        settings[.damagedLog] = damagedLog
        settings[.requireSubscriber] = requireSubscriber
        settings[.subscriberGrace] = subscriberGrace
        settings[.name] = name
        settings[.readyFile] = readyFile
        settings[.curveKey] = curveKey
        settings[.allow] = allow
        settings[.insecure] = insecure ? "true" : nil
        settings[.ipcMode] = ipcMode
        settings[.eventsQueue] = eventsQueue
        settings[.publicationsQueue] = publicationsQueue
        settings[.subscriberPatience] = subscriberPatience
        settings[.replayWindow] = replayWindow
        settings[.replayWindowBytes] = replayWindowBytes
        settings[.logLevel] = logLevel
        settings[.logFormat] = logFormat
        return settings
    }
}
