import AllocatorWorker
import Foundation
import Testing
import ZeroMQ

/// The services for systemd and their configuration.
@Suite(.timeLimit(.minutes(3)))
struct ServiceTests {
    private static let analyzer = URL(filePath: "/usr/bin/systemd-analyze")
    private static let hasAnalyzer = FileManager.default.isExecutableFile(atPath: analyzer.path)

    @Test(
        .enabled(if: hasAnalyzer, "needs systemd-analyze"),
        arguments: ["quartermaster.service", "quartermaster-observer.service"])
    func `are exposed below 2 of 10, as systemd counts`(unit: String) async throws {
        let command = try await RunningCommand(
            [
                "security", "--offline=true", "--threshold=20", "--no-pager",
                DeployFolder.file("systemd/\(unit)").path,
            ],
            of: Self.analyzer)
        #expect(try await command.wait() == .exited(0), "\(command)")
        #expect(command.output.contains("Overall exposure level"), "\(command)")
    }

    /// The settings whose default depends on the machine or on other settings.
    private static let examplesOfDefaults: [Setting: String] = [
        .ephemeral: "false", .requireSubscriber: "true", .curveKey: "none", .name: "quartermaster",
    ]

    @Test(arguments: Setting.allCases)
    func `the example of a configuration has every setting with its default`(setting: Setting) throws {
        let example = try DeployFolder.text(of: "systemd/quartermaster.yaml")
        let values = example.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^#?(\w+): "?([^"]*)"?$/).flatMap { $0.output.1 == setting.key ? $0.output.2 : nil }
        }
        #expect(values == [Substring(Self.examplesOfDefaults[setting] ?? setting.defaultText)])
    }

    @Test func `a worker starts with the example, which says what is so without it`() async throws {
        let path = DeployFolder.file("systemd/quartermaster.yaml").path
        let worker = try await RunningWorker.start(["--config", path])
        #expect(try await worker.stop() == .exited(0), "\(worker.command)")
        let (example, standard) = (
            try WorkerConfiguration.read(file: path, environment: [:], arguments: [:]), WorkerConfiguration()
        )
        #expect(example.events == standard.events)
        #expect(example.publications == standard.publications)
        #expect(example.control == standard.control)
    }
}
