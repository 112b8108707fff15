import AllocatorObserver
import AllocatorWire
import AllocatorWorker
import Foundation
import Testing

/// The rules and the dashboard query existing metrics, and each alert is tested and documented.
@Suite(.timeLimit(.minutes(3)))
struct QueriedMetricsTests {
    /// The names that a query may use, with those that Prometheus derives from a histogram.
    private static let names: Set<String> = {
        var names: Set<String> = []
        for metric in MetricDescription.all {
            if case .histogram = metric.kind {
                names.formUnion(["_bucket", "_sum", "_count"].map { metric.name + $0 })
            } else {
                names.insert(metric.name)
            }
        }
        let watch = WorkerWatch()
        watch.note(.heartbeat(.init()), at: .now)
        return names.union(ObserverMetrics.of(watch, Viewers(), ConnectionPlaces(), at: .now).families.map(\.name))
    }()

    @Test(arguments: ["prometheus/rules.yml", "prometheus/rules-test.yml", "grafana/dashboard.json"])
    func `queries name only metrics that exist`(path: String) throws {
        let queried = Set(try DeployFolder.text(of: path).matches(of: /quartermaster_[a-z0-9_]+/).map { String($0.0) })
        #expect(queried.count > 20)
        #expect(queried.subtracting(Self.names).sorted() == [])
    }

    /// Everything that is counted can be seen somewhere, but for what is there to be joined or looked up by hand.
    @Test func `what a worker counts is on the dashboard`() throws {
        let dashboard = try DeployFolder.text(of: "grafana/dashboard.json")
        let unseen = MetricDescription.all.map(\.name).filter { !dashboard.contains($0) }
        #expect(
            unseen.sorted() == [
                "quartermaster_acknowledgements_total", "quartermaster_allocation_runs_total",
                "quartermaster_build_info",
                "quartermaster_clusters", "quartermaster_role_offer_filters", "quartermaster_role_offered_or_allocated",
                "quartermaster_role_subscribed_frameworks", "quartermaster_role_suppressed_frameworks",
                "quartermaster_role_weight", "quartermaster_roles", "quartermaster_subscriptions",
                "quartermaster_turn_frames",
            ])
    }

    @Test func `each panel has a query, and each query a panel of its own width`() throws {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: DeployFolder.file("grafana/dashboard.json")))
        let panels = try #require((json as? [String: Any])?["panels"] as? [[String: Any]])
        let identifiers = panels.compactMap { $0["id"] as? Int }
        #expect(Set(identifiers).count == panels.count)
        for panel in panels where panel["type"] as? String != "row" {
            let queries = (panel["targets"] as? [[String: Any]] ?? []).compactMap { $0["expr"] as? String }
            #expect(!queries.isEmpty && queries.allSatisfy { $0.contains("quartermaster_") }, "\(panel)")
            #expect(panel["description"] as? String != "", "\(panel)")
            let place = try #require(panel["gridPos"] as? [String: Int])
            #expect(try #require(place["x"]) + #require(place["w"]) <= 24, "\(panel)")
        }
    }

    private static let alerts: [String] = {
        let rules = (try? DeployFolder.text(of: "prometheus/rules.yml")) ?? ""
        return rules.matches(of: /alert: (\w+)/).map { String($0.1) }
    }()

    @Test func `there are alerts, each of its own name`() {
        #expect(Self.alerts.count > 20)
        #expect(Set(Self.alerts).count == Self.alerts.count)
    }

    @Test(arguments: alerts)
    func `an alert is tried, silent and not, and the operator is told what to do`(alert: String) throws {
        let tests = try DeployFolder.text(of: "prometheus/rules-test.yml")
        #expect(tests.contains("alertname: \(alert), exp_alerts: []"), "it is never expected to be silent")
        #expect(tests.contains("alertname: \(alert)\n        exp_alerts:\n          - exp_labels"), "it never fires")
        #expect(try DeployFolder.text(of: "README.md").contains("\n### \(alert)\n"), "deploy/README.md does not tell")
    }

    @Test(
        .enabled(if: Prometheus.isInstalled, "needs promtool"),
        arguments: [["check", "rules", "prometheus/rules.yml"], ["test", "rules", "prometheus/rules-test.yml"]])
    func `promtool agrees`(arguments: [String]) async throws {
        let path = DeployFolder.file(try #require(arguments.last)).path
        let promtool = try await RunningCommand(arguments.dropLast() + [path], of: Prometheus.promtool)
        #expect(try await promtool.wait() == .exited(0), "\(promtool)")
    }
}
