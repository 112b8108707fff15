import AllocatorClient
import Foundation
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

    @Test func `the master has at most twenty lines and needs pyzmq alone`() throws {
        let lines = try master().split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        #expect(lines.count <= 20)
        let imports = lines.filter { $0.hasPrefix("import ") || $0.hasPrefix("from ") }
            .flatMap { $0.split { " ,".contains($0) }.dropFirst().map(String.init) }
        #expect(Set(imports).isSubset(of: ["json", "zmq"]))
    }

    @Test(.timeLimit(.minutes(10)))
    func `the master gets its offer and declines it`() async throws {
        let worker = try #require(WorkerTrait.worker)
        var script = try master()
        for (standard, endpoint) in [
            (WorkerEndpoints.defaultEvents, worker.endpoints.events),
            (WorkerEndpoints.defaultPublications, worker.endpoints.publications),
        ] {
            #expect(script.contains(standard))
            script = script.replacing(standard, with: endpoint.address)
        }
        let python = URL(filePath: ProcessInfo.processInfo.environment["QUARTERMASTER_PYTHON"] ?? "/usr/bin/env")
        let interpreter = python.lastPathComponent == "env" ? ["python3"] : []
        let check = try RunningCommand(interpreter + ["-c", "import zmq"], of: python)
        try #require(
            try await check.wait() == .exited(0), "this Python has no pyzmq: run deploy/test, which provides it")
        let master = try RunningCommand(interpreter + ["-c", script], of: python)
        #expect(try await master.wait() == .exited(0), "\(master)")
        let words = master.output.lowercased()
        #expect(words.contains("offer"), "\(master)")
        #expect(words.contains("decline"), "\(master)")
        #expect(worker.command.look() == nil)
    }
}
