import Foundation
import TestSupport
import Testing

/// The observer's metrics, read by the programs of Prometheus.
@Suite(
    "Prometheus", .serialized, .timeLimit(.minutes(3)),
    .enabled(if: Prometheus.isInstalled, "needs prometheus and promtool"))
struct PrometheusTests {
    @Test func `promtool finds nothing wrong with the metrics of a worker at work`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let master = try SmallMaster(on: worker.endpoints)
        try await master.begin(agents: 2)
        let batch = try await master.addFramework("frame\"work\\ \n{}", role: "web")
        try await master.decline(agent: 0, of: batch)
        let text = try await waitFor("no metrics of the worker with a run come") { () throws -> String? in
            let answer = try await observer.get("/metrics")
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            return answer.text.contains("quartermaster_allocation_runs_total") ? answer.text : nil
        }
        let folder = try TemporaryFolder()
        let (metrics, script) = (folder.file("metrics"), "\"$1\" check metrics < \"$2\"")
        try Data(text.utf8).write(to: metrics)
        let promtool = try await RunningCommand(
            ["-c", script, "sh", Prometheus.promtool.path, metrics.path], of: URL(filePath: "/bin/sh"))
        #expect(try await promtool.wait() == .exited(0), "\(promtool)")
        #expect(promtool.output + promtool.errors == "", "\(promtool)")
        await master.close()
    }

    @Test func `a Prometheus that scrapes an observer all the time is always answered, and knows all metrics`()
        async throws
    {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let prometheus = try await Prometheus.start(scraping: observer.port)
        let master = try SmallMaster(on: worker.endpoints)
        try await master.begin(agents: 2)
        _ = try await master.addFramework("f", role: "web")
        #expect(try await prometheus.value(of: "quartermaster_observer_worker_alive", where: { $0 == 1 }) == 1)
        let runs = try await prometheus.value(of: "sum(quartermaster_allocation_runs_total)", where: { $0 > 0 })
        let seconds = Thoroughness.isComplete ? 60.0 : 12.0
        try await Task.sleep(for: .seconds(seconds))
        _ = try await prometheus.value(
            of: "sum(quartermaster_allocation_runs_total)", where: { $0 > runs + seconds * 2 / 3 })
        _ = try await prometheus.value(of: "sum(quartermaster_explained_pairs_total)", where: { $0 > 0 })
        #expect(try await prometheus.value(of: "min_over_time(up[1m])", where: { _ in true }) == 1)
        // One every two seconds: a busy machine may be late for some.
        let scrapes = try await prometheus.value(of: "count_over_time(up[1m])", where: { _ in true })
        #expect(scrapes >= seconds / 3)
        await master.close()
    }
}

/// A Prometheus that scrapes one observer every two seconds.
final class Prometheus {
    /// The folder of its programs, which deploy/test names.
    private static let folder = ProcessInfo.processInfo.environment["QUARTERMASTER_PROMETHEUS"] ?? "/usr/bin"
    static let server = URL(filePath: folder).appending(path: "prometheus")
    static let promtool = URL(filePath: folder).appending(path: "promtool")
    static var isInstalled: Bool {
        [server, promtool].allSatisfy { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private let command: RunningCommand
    private let port: Int
    private let folder: TemporaryFolder

    private init(_ command: RunningCommand, port: Int, _ folder: TemporaryFolder) {
        self.command = command
        self.port = port
        self.folder = folder
    }

    static func start(scraping observer: Int) async throws -> Prometheus {
        let folder = try TemporaryFolder()
        let configuration = """
            global: {scrape_interval: 2s, scrape_timeout: 2s}
            scrape_configs: [{job_name: observer, static_configs: [{targets: ['127.0.0.1:\(observer)']}]}]
            """
        try Data(configuration.utf8).write(to: folder.file("prometheus.yml"))
        let command = try await RunningCommand(
            [
                "--config.file=\(folder.file("prometheus.yml").path)",
                "--storage.tsdb.path=\(folder.file("data").path)",
                "--web.listen-address=127.0.0.1:0",
            ], of: server)
        // It says only to whom it listens in its log, as it is asked to take a free port.
        let port = try await waitFor("no port of \(command)") {
            command.errors.matches(of: /address=127\.0\.0\.1:(\d+)/).compactMap { Int($0.1) }.first { $0 > 0 }
        }
        return Prometheus(command, port: port, folder)
    }

    /// Waits until the value of an expression satisfies a condition, and returns it.
    func value(of expression: String, where isRight: (Double) -> Bool) async throws -> Double {
        let query = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? expression
        return try await waitFor("\(expression) is not as it should be; \(command)") { () throws -> Double? in
            let answer = try await HTTPAnswer.get("/api/v1/query?query=\(query)", port: port)
            // It answers before it is ready, that it is not.
            guard answer.status == 200 else { return nil }
            let result = (try answer.json()["data"] as? [String: Any])?["result"] as? [[String: Any]]
            guard let text = (result?.first?["value"] as? [Any])?.last as? String, let number = Double(text) else {
                return nil
            }
            return isRight(number) ? number : nil
        }
    }
}
