import AllocatorClient
import Foundation
import TestSupport
import Testing
import ZeroMQ

/// The commands that need a worker, against one.
@Suite(.worker())
struct LoadTests {
    private func flags(of worker: RunningWorker) -> [String] {
        let endpoints = worker.endpoints
        return [
            "--events", endpoints.events.address, "--publications", endpoints.publications.address,
            "--control", endpoints.control.address,
        ]
    }

    private func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static let smallLoad = [
        "--agents", "5", "--frameworks", "2", "--request-count", "50", "--longest-run", "1", "--interval", "0.1",
    ]

    @Test(.timeLimit(.minutes(10)))
    func `a load accounts for every request`() async throws {
        let worker = try #require(WorkerTrait.worker)
        let load = try await RunningCommand(
            ["load", "--json", "--cluster", "accounts"] + Self.smallLoad + flags(of: worker))
        #expect(try await load.wait(within: .seconds(120)) == .exited(0), "\(load)")
        let summary = try object(load.output)
        let notPlaced = try #require(summary["not_placed"] as? [String: Int])
        let placed = try #require(summary["placed"] as? Int)
        #expect(summary["requests"] as? Int == 50)
        #expect(placed + notPlaced.values.reduce(0, +) == 50)
        #expect(placed > 0)
        #expect(summary["finished"] as? Int == placed)
        #expect(summary["calls_refused"] as? Int == 0)
        #expect(summary["publications_lost"] as? Int == 0)
        #expect(summary["machines"] as? Int == 5)
        #expect(summary["frameworks"] as? Int == 2)
    }

    @Test(.timeLimit(.minutes(10)))
    func `an observer prints what a load causes, line by line as JSON`() async throws {
        let worker = try #require(WorkerTrait.worker)
        let tail = try await RunningCommand([
            "tail", "--json", "--count", "40", "--publications", worker.endpoints.publications.address, "watched/",
        ])
        let load = try await RunningCommand(["load", "--cluster", "watched"] + Self.smallLoad + flags(of: worker))
        #expect(try await tail.wait(within: .seconds(120)) == .exited(0), "\(tail)")
        let lines = tail.output.split(separator: "\n")
        #expect(lines.count == 40)
        for line in lines {
            let object = try object(line)
            let topic = try #require(object["topic"] as? String)
            let publication = try #require(object["publication"] as? [String: Any])
            #expect(topic.hasPrefix("watched/"))
            #expect(publication["cluster"] as? String == "watched")
            #expect((publication["sequence"] as? String).flatMap(UInt64.init) ?? 0 > 0)
        }
        #expect(try await load.wait(within: .seconds(120)) == .exited(0), "\(load)")
    }

    @Test(.timeLimit(.minutes(10)))
    func `the demo ends by itself after its time, in order`() async throws {
        let demo = try await RunningCommand(["demo", "--duration", "1500ms"])
        #expect(try await demo.wait() == .exited(0), "\(demo)")
        #expect(demo.output.contains("Ended after") && demo.output.contains("0 calls refused"), "\(demo)")
        #expect(demo.errors == "", "\(demo)")
    }

    @Test(.timeLimit(.minutes(10)))
    func `installed beside no checkout, the demo names the commands by their names`() async throws {
        let folder = try TemporaryFolder()
        let copy = folder.file("quartermaster")
        try FileManager.default.copyItem(at: RunningCommand.quartermaster, to: copy)
        let demo = try await RunningCommand(["demo", "--duration", "500ms"], of: copy)
        #expect(try await demo.wait() == .exited(0), "\(demo)")
        for words in ["quartermaster-observer --pub", "quartermaster serve"] {
            #expect(demo.output.contains(words) && !demo.output.contains("deploy/run"), "\(demo)")
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [SIGINT, SIGTERM])
    func `a load that is stopped takes away what it added and still accounts`(signal: Int32) async throws {
        let worker = try #require(WorkerTrait.worker)
        let load = try await RunningCommand(
            ["load", "--json", "--cluster", "stopped-\(signal)", "--speed", "0.001"] + flags(of: worker))
        try await waitFor("no progress of \(load)") { load.errors.isEmpty ? nil : () }
        load.send(signal)
        #expect(try await load.wait() == .exited(0), "\(load)")
        let summary = try object(load.output)
        let notPlaced = try #require(summary["not_placed"] as? [String: Int])
        #expect(try #require(summary["placed"] as? Int) + notPlaced.values.reduce(0, +) == 1_000)
        #expect(summary["calls_refused"] as? Int == 0)
    }

    @Test(.timeLimit(.minutes(10)))
    func `a load without a worker says how to start one`() async throws {
        let gone = try await RunningWorker.start()
        let arguments = flags(of: gone)
        #expect(try await gone.stop() == .exited(0))
        let load = try await RunningCommand(["load"] + Self.smallLoad + arguments)
        #expect(try await load.wait(within: .seconds(60)) == .exited(1), "\(load)")
        #expect(load.errors.contains("quartermaster serve"), "\(load)")
    }

    @Test(.timeLimit(.minutes(10)))
    func `a load whose cluster another master resets says so, and leaves the cluster alone`() async throws {
        let worker = try #require(WorkerTrait.worker)
        let arguments = ["load", "--json", "--cluster", "reset", "--speed", "0.001"] + flags(of: worker)
        let first = try await RunningCommand(arguments)
        try await waitFor("no progress of \(first)") { first.errors.isEmpty ? nil : () }
        // Its agents have the names of the first one's.
        let second = try await RunningCommand(arguments + ["--master", "other", "--reset"])
        #expect(try await first.wait() == .exited(1), "\(first)")
        #expect(first.errors.contains("another master has reset the cluster"), "\(first)")
        try await waitFor("no progress of \(second)") { second.errors.isEmpty ? nil : () }
        second.send(SIGTERM)
        #expect(try await second.wait() == .exited(0), "\(second)")
        #expect(try object(second.output)["calls_refused"] as? Int == 0)
    }

    @Test(.timeLimit(.minutes(10)))
    func `a load whose worker has lost its state says so`() async throws {
        let first = try await RunningWorker.start()
        let load = try await RunningCommand(["load", "--speed", "0.001"] + flags(of: first))
        try await waitFor("no progress of \(load)") { load.errors.isEmpty ? nil : () }
        first.command.send(SIGKILL)
        _ = try await first.command.wait()
        // Later options count: it takes the ports of the first one.
        let second = try await RunningWorker.start(flags(of: first))
        #expect(try await load.wait() == .exited(1), "\(load)")
        #expect(load.errors.contains("the state of this load is gone"), "\(load)")
        #expect(try await second.stop() == .exited(0))
    }

    @Test(.timeLimit(.minutes(10)))
    func `the demo shows offers and what becomes of them, until it is interrupted`() async throws {
        let demo = try await RunningCommand(["demo"])
        try await waitFor("no offer, or nothing used, in \(demo)") {
            let lines = demo.output.split(separator: "\n")
            let hasOffer = lines.contains { $0.contains(" offer ") && $0.contains("default/demo to ") }
            return hasOffer && lines.contains { $0.contains(/\ event .*demo-[a-z]+-\d uses cpus:/) } ? () : nil
        }
        demo.send(SIGINT)
        #expect(try await demo.wait() == .exited(0), "\(demo)")
        // The built program is in a checkout, whose script runs what is named.
        for words in ["deploy/run observe --pub", "deploy/run tail --pub", "deploy/run serve", "deploy/run load"] {
            #expect(demo.output.contains(words), "\(demo)")
        }
        #expect(!demo.output.contains("quartermaster serve"), "\(demo)")
        #expect(demo.output.contains(/\d offers were made to 3 frameworks/), "\(demo)")
        #expect(!demo.output.contains("not placed") && !demo.output.contains("never"), "nothing has failed: \(demo)")
        #expect(demo.errors.split(separator: "\n").allSatisfy { !$0.contains("error") }, "\(demo)")
    }
}
