import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

/// The README shows a master in Python; it is run as it stands there.
@Suite(.worker())
struct ReadmeTests {
    private static let readme = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../README.md").standardized

    /// The first block of Python.
    private func master() throws -> String {
        let text = try String(contentsOf: Self.readme, encoding: .utf8)
        let start = try #require(text.range(of: "\n```python\n"), "the README has no block of Python")
        let end = try #require(text.range(of: "\n```", range: start.upperBound..<text.endIndex))
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// The first block, for a worker on other ports.
    private func master(for endpoints: WorkerEndpoints) throws -> String {
        var script = try master()
        for (standard, endpoint) in [
            (WorkerEndpoints.defaultEvents, endpoints.events),
            (WorkerEndpoints.defaultPublications, endpoints.publications),
        ] {
            #expect(script.contains(standard))
            script = script.replacing(standard, with: endpoint.address)
        }
        return script
    }

    /// Starts Python with a script.
    private func python(_ script: String) async throws -> RunningCommand {
        let python = URL(filePath: ProcessInfo.processInfo.environment["QUARTERMASTER_PYTHON"] ?? "/usr/bin/env")
        let interpreter = python.lastPathComponent == "env" ? ["python3"] : []
        return try await RunningCommand(interpreter + ["-c", script], of: python)
    }

    private func requireZeroMQ() async throws {
        try #require(
            try await python("import zmq").wait() == .exited(0),
            "this Python has no pyzmq: run deploy/test, which provides it")
    }

    @Test func `the master is short and needs pyzmq alone`() throws {
        let lines = try master().split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        #expect(lines.count <= 40)
        let imports = lines.filter { $0.hasPrefix("import ") || $0.hasPrefix("from ") }
            .flatMap { $0.split { " ,".contains($0) }.dropFirst().map(String.init) }
        #expect(Set(imports).isSubset(of: ["json", "sys", "time", "zmq"]))
    }

    @Test(.timeLimit(.minutes(10)))
    func `the master gets its offer and declines it, twice in a row and beside a load`() async throws {
        try await requireZeroMQ()
        let worker = try #require(WorkerTrait.worker)
        let endpoints = worker.endpoints
        let load = try await RunningCommand([
            "load", "--json", "--speed", "0.001", "--events", endpoints.events.address,
            "--publications", endpoints.publications.address, "--control", endpoints.control.address,
        ])
        try await waitFor("no progress of \(load)") { load.errors.isEmpty ? nil : () }
        let clusters = ["default", "python-example"]
        func frameworks() throws -> [Int] {
            try clusters.map { name in
                Int(
                    try worker.ask(
                        .state(
                            .with {
                                $0.cluster = name
                                $0.view = .cluster
                            })
                    ).state.cluster.frameworks)
            }
        }
        for _ in 0..<2 {
            let master = try await python(try master(for: endpoints))
            #expect(try await master.wait() == .exited(0), "\(master)")
            #expect(master.output == "offered 4.0 cpus of agent-1\ndeclined: ok\n", "\(master)")
            #expect(try frameworks() == [6, 0])
        }
        load.send(SIGTERM)
        #expect(try await load.wait() == .exited(0), "\(load)")
        #expect(worker.command.isRunning)
    }

    @Test(.timeLimit(.minutes(10)))
    func `what an earlier run of the master left behind does not stop the next`() async throws {
        try await requireZeroMQ()
        let worker = try #require(WorkerTrait.worker)
        let script = try master(for: worker.endpoints)
        let end = try #require(script.range(of: "print(\"declined"))
        let cutShort = try await python(String(script[..<end.lowerBound]))
        #expect(try await cutShort.wait() == .exited(0), "\(cutShort)")
        let whole = try await python(script)
        #expect(try await whole.wait() == .exited(0), "\(whole)")
    }

    @Test(.timeLimit(.minutes(10)))
    func `a refused call ends the master with the worker's words`() async throws {
        try await requireZeroMQ()
        let worker = try #require(WorkerTrait.worker)
        let script = try master(for: worker.endpoints).replacing(#""value": 4"#, with: #""value": -4"#)
        let master = try await python(script)
        #expect(try await master.wait() == .exited(1), "\(master)")
        #expect(master.errors.hasPrefix("add_agent was refused: "), "\(master)")
        #expect(master.errors.contains("INVALID_ARGUMENT"), "\(master)")
    }

    @Test(.timeLimit(.minutes(10)))
    func `without a worker the master ends and says how to start one`() async throws {
        try await requireZeroMQ()
        let gone = try await RunningWorker.start()
        let script = try master(for: gone.endpoints)
        #expect(try await gone.stop() == .exited(0))
        let master = try await python(script)
        #expect(try await master.wait() == .exited(1), "\(master)")
        #expect(master.output.isEmpty && master.errors.contains("deploy/run serve"), "\(master)")
    }
}
