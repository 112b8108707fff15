import Foundation
import TestSupport
import Testing

/// The command that compares policies, from files to its report.
@Suite(.timeLimit(.minutes(10)))
struct SimulateTests {
    private let folder: TemporaryFolder
    private let cluster: [String]

    init() throws {
        folder = try TemporaryFolder()
        try Data(
            """
            sn,cpu_milli,memory_mib,gpu,model
            m-1,8000,16384,0,
            m-2,8000,16384,2,T4

            """.utf8
        ).write(to: folder.file("machines.csv"))
        let rows = (0..<40).map { number in
            let models = number % 10 == 0 ? "T4" : ""
            let (gpus, qos) = (number % 10 == 0 ? 1 : 0, number % 2 == 0 ? "LS" : "BE")
            return "r-\(number),2000,1024,\(gpus),1000,\(models),\(qos),\(number),\(number),\(number + 60)"
        }
        let header =
            "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,creation_time,scheduled_time,deletion_time"
        try Data(([header] + rows + ["big,9000,1,0,0,,LS,0,0,1", ""]).joined(separator: "\n").utf8)
            .write(to: folder.file("requests.csv"))
        try Data("agent_order: by_id\n".utf8).write(to: folder.file("even.yaml"))
        try Data("agent_order: by_id\nquotas: {BE: {limits: {cpus: 4}}}\n".utf8).write(to: folder.file("limited.yaml"))
        cluster = [
            "--machines", folder.file("machines.csv").path, "--requests", folder.file("requests.csv").path,
        ]
    }

    private func policy(_ name: String) -> [String] { ["--config", folder.file(name).path] }

    @Test func `a file without times is remarked on, and a further resource decides`() async throws {
        try Data("sn,cpu_milli,memory_mib,seats\nm-1,8000,16384,2\n".utf8).write(to: folder.file("seats.csv"))
        let rows = (0..<3).map { "r-\($0),1000,1024,\($0 == 2 ? 3 : 1)" }
        try Data((["name,cpu_milli,memory_mib,wants"] + rows).joined(separator: "\n").utf8)
            .write(to: folder.file("wants.csv"))
        let simulation = try await RunningCommand([
            "simulate", "--machines", folder.file("seats.csv").path, "--requests", folder.file("wants.csv").path,
            "--column", "seats=license", "--column", "wants=license", "--json",
        ])
        #expect(try await simulation.wait() == .exited(0), "\(simulation)")
        #expect(simulation.errors.contains("wants.csv: it has no times"), "\(simulation)")
        let object = try JSONSerialization.jsonObject(with: Data(simulation.output.utf8)) as? [String: Any]
        let policy = try #require((object?["policies"] as? [[String: Any]])?.first)
        #expect((policy["usage"] as? [String: Any])?["license"] != nil, "\(simulation)")
        #expect(simulation.output.contains(#""larger_than_any_machine":1"#), "\(simulation)")
    }

    @Test func `two policies are compared, and again with the same words`() async throws {
        let arguments = ["simulate"] + cluster + policy("even.yaml") + policy("limited.yaml")
        let first = try await RunningCommand(arguments)
        #expect(try await first.wait() == .exited(0), "\(first)")
        let second = try await RunningCommand(arguments)
        #expect(try await second.wait() == .exited(0), "\(second)")
        #expect(first.output == second.output)
        let lines = first.output.split(separator: "\n")
        #expect(lines.first == "2 machines, 41 requests, 5 frameworks, 2 roles")
        #expect(lines.contains { $0.hasPrefix("B  limited.yaml: ") && $0.hasSuffix("1 quota") })
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(first)")
        let cells = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(cells.contains(["requests", "placed", "40", "40"]))
        #expect(cells.contains(["larger", "than", "any", "machine", "1", "1"]))
        // Half of the cluster's 16 CPUs and more without the limit; 4 of them with it.
        let peak = try #require(cells.first { $0.starts(with: ["BE", "peak"]) })
        #expect(peak.last == "25.0")
        #expect(try #require(Double(peak[2])) > 25)
        #expect(lines.suffix(2).allSatisfy { $0.wholeMatch(of: /digest [AB]  [0-9a-f]{32}/) != nil })
        // How fast it went is not part of the report.
        #expect(first.errors.contains("times faster than real time"), "\(first)")
        #expect(!first.output.contains("real time"))
    }

    @Test func `without files and policies it simulates a cluster of its own by the defaults`() async throws {
        let command = try await RunningCommand([
            "simulate", "--agents", "5", "--frameworks", "3", "--request-count", "100", "--json", "--density", "2",
        ])
        #expect(try await command.wait() == .exited(0), "\(command)")
        let object = try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
        let policies = try #require(object?["policies"] as? [[String: Any]])
        #expect(policies.map { $0["name"] as? String } == ["defaults"])
        #expect(policies.first?["placed"] as? Int == 100)
        #expect(policies.first?["ending"] as? String == "done")
    }

    @Test func `mistakes in a policy are all named, and nothing is simulated`() async throws {
        try Data("seed: x\nweights: 3\n".utf8).write(to: folder.file("bad.yaml"))
        let command = try await RunningCommand(["simulate"] + cluster + policy("bad.yaml"))
        #expect(try await command.wait() == .exited(1), "\(command)")
        #expect(command.output == "")
        for place in ["bad.yaml:1: seed", "bad.yaml:2: weights"] {
            #expect(command.errors.contains(place), "\(command)")
        }
    }

    @Test func `a file that is not there ends with what to do`() async throws {
        let command = try await RunningCommand(["simulate", "--machines", "/nowhere.csv", "--requests", "/nowhere.csv"])
        #expect(try await command.wait() == .exited(1), "\(command)")
        #expect(command.errors.contains("check the path"), "\(command)")
    }
}
