import AllocatorCore
import AllocatorLoad
import AllocatorSimulation
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReportTests {
    /// One machine of 4 CPUs, and runs each second. What happens:
    ///
    /// - 0 s: `a` comes before `b` by name and gets the machine for 10 s;
    /// - 10 s: it is free again, after the run of that second;
    /// - 11 s: `b` gets it for 10 s, having waited for 11;
    /// - 12 s: 2 CPUs are asked for in `a`, at 15 s 4 CPUs in `b`: both wait;
    /// - 22 s: `a` is given the machine, uses 2 CPUs for 4 s and refuses the rest;
    /// - 23 s: `b` is offered the rest, which is too little;
    /// - 27 s: `b` gets the machine for 4 s.
    private let workload = ClusterWorkload.of(
        machines: 1,
        [
            .of(4, "a", for: 10), .of(4, "b", for: 10), .of(8, "b", at: 5, for: 1), .of(2, "a", at: 12, for: 4),
            .of(4, "b", at: 15, for: 4),
        ])

    /// Five offers at 0, 11, 22, 23 and 27 s. Runs: for the machine, for the frameworks, at each of 31 seconds, and at
    /// the arrivals at 12 and 15 s. In use: 10 × 4 + 10 × 4 + 4 × 2 + 4 × 4 of 31 × 4. Both wait from 15 to 22 s; `b`
    /// holds everything until 21 s, and neither holds anything after that.
    private static let expected = """
        1 machines, 5 requests, 2 frameworks, 2 roles
        A  defaults: drf/drf, shuffled, every 1 s, refuse 60 s

        policy                                  A
        ended                            all done
          after, s                         31.000
        allocation runs                        35
        offers                                  5

        requests placed                         4
          still running at the end              0
        not placed                              1
          larger than any machine               1

        in use, % of the cluster
          cpus mean                          83.9
          cpus peak                         100.0
          mem mean                              –
          mem peak                              –
          gpus mean                             –
          gpus peak                             –

        dominant share, % (spread: standard deviation over time)
          a mean                             38.7
          a spread                           45.3
          a peak                            100.0
          b mean                             45.2
          b spread                           49.8
          b peak                            100.0

        gap between the shares ÷ weight of roles that wait at one time, %
          mean                               85.7
          largest                           100.0
          two or more waited, s             7.000

        waiting until placed, s
          all p50                          10.000
          all p90                          12.000
          all p99                          12.000
          all max                          12.000
          a p50                             0.000
          a p90                            10.000
          a p99                            10.000
          a max                            10.000
          b p50                            11.000
          b p90                            12.000
          b p99                            12.000
          b max                            12.000

        dominant shares over time, %, mean until that second
                             A
                             a       b
                 2.583   100.0     0.0
                 5.167   100.0     0.0
                 7.750   100.0     0.0
                10.333    87.1     0.0
                12.917     0.0    74.2
                15.500     0.0   100.0
                18.083     0.0   100.0
                20.667     0.0   100.0
                23.250    24.2    12.9
                25.833    50.0     0.0
                28.417     3.2    54.8
                31.000     0.0   100.0


        """

    @Test func `the report of a small workload equals one computed by hand`() throws {
        let outcome = try workload.outcome()
        let report = SimulationReport(workload, [outcome])
        #expect("\(report)" == Self.expected + "digest A  \(outcome.digest)")
    }

    @Test func `the JSON of a simulation report has the same content`() throws {
        let json = try SimulationReport(workload, [try workload.outcome(), try workload.outcome()]).json()
        #expect(!json.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let policies = try #require(object["policies"] as? [[String: Any]])
        #expect(policies.count == 2)
        let policy = policies[1]
        #expect(policy["ending"] as? String == "done")
        #expect(policy["end"] as? Double == 31)
        #expect((policy["unplaced"] as? [String: Int])?.filter { $0.value > 0 } == ["larger_than_any_machine": 1])
        let b = try #require((policy["roles"] as? [String: [String: Any]])?["b"])
        #expect(abs(try #require(b["share_mean"] as? Double) - 14.0 / 31) < 1e-12)
        #expect((b["share_series"] as? [Double])?.count == SimulationReport.sliceCount)
        #expect((b["waiting"] as? [String: Double]) == ["count": 2, "p50": 11, "p90": 12, "p99": 12, "max": 12])
    }

    @Test func `four policies, many roles and long names fit 80 columns without control characters`() throws {
        let requests = (0..<40).map { number in
            Request.of(4, "role-\(number % 20)\u{1B}[31m-with-a-long-name", at: number * 1_000_000, for: 30)
        }
        let workload = ClusterWorkload.of(machines: 3, requests)
        var policies = (0..<4).map { Policy(name: String(repeating: "long\n", count: 20 + $0)) }
        for place in policies.indices { policies[place].options.allocationInterval = .seconds(3_600) }
        let outcomes = try policies.map { try workload.outcome(under: $0) }
        let report = SimulationReport(workload, outcomes)
        let text = report.text(in: .terminal(columns: 80))
        for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        for text in [text, report.description] {
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
            #expect(text.contains("12 roles with fewer requests"))
        }
        #expect(!report.description.contains("…"), "a file gets every name whole")
        #expect(report.description.contains(String(repeating: "long ", count: 23)))
    }

    @Test func `a percentile is the time within which that share of requests started`() {
        let times = WaitingTimes((1...200).reversed().map { Duration.seconds($0) })
        #expect(times.percentile(50) == .seconds(100))
        #expect(times.percentile(99) == .seconds(198))
        #expect(times.longest == .seconds(200))
        #expect(WaitingTimes([.seconds(7)]).percentile(50) == .seconds(7))
        #expect(WaitingTimes([]).percentile(50) == nil)
    }
}
