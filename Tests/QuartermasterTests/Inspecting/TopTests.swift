import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import TestSupport
import Testing
import ZeroMQ

/// `top` in a real terminal: tmux's, which tells what it shows.
@Suite(.worker("--clock", "virtual"), .serialized, .timeLimit(.minutes(10)))
struct TopTests {
    /// A terminal of 80 columns with a command in it. It ends with its object, and hangs up what runs in it.
    private final class TmuxTerminal: Sendable {
        private static let tmux = URL(fileURLWithPath: "/usr/bin/tmux")
        private static let environment = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]

        private let folder: TemporaryFolder
        private let server: RunningCommand

        init(_ command: String) async throws {
            folder = try TemporaryFolder()
            // In the foreground: a server in the background would outlive its `RunningCommand`.
            server = try await RunningCommand(
                ["-D", "-S", folder.file("socket").path, "-f", "/dev/null"], of: Self.tmux,
                environment: Self.environment)
            let deadline = ContinuousClock.now + Patience.usual
            while try await client(["start-server"]).wait() != .exited(0) {
                guard ContinuousClock.now < deadline else { throw Overdue(description: "no answer of \(server)") }
                try await Task.sleep(for: Patience.step)
            }
            try await tmux(
                "new-session", "-d", "-x", "80", "-y", "24",
                "\(command); echo ended with $?; stty -a | grep -o -- '-\\?echo ' ; sleep 600")
        }

        /// A command of tmux to the server, which it does not start.
        private func client(_ arguments: [String]) async throws -> RunningCommand {
            try await RunningCommand(
                ["-N", "-S", folder.file("socket").path] + arguments, of: Self.tmux, environment: Self.environment)
        }

        @discardableResult
        private func tmux(_ arguments: String...) async throws -> String {
            let command = try await client(arguments)
            let ending = try await command.wait()
            try #require(ending == .exited(0), "\(command)")
            return command.output
        }

        func press(_ key: String) async throws { try await tmux("send-keys", key) }

        /// - Parameter withColours: with the sequences that make them.
        func picture(withColours: Bool = false) async throws -> String {
            withColours ? try await tmux("capture-pane", "-p", "-e") : try await tmux("capture-pane", "-p")
        }

        /// The picture once it has all of `words`.
        func waitFor(_ words: String..., withColours: Bool = false) async throws -> String {
            let deadline = ContinuousClock.now + Patience.usual
            var picture = ""
            while ContinuousClock.now < deadline {
                picture = try await self.picture(withColours: withColours)
                if words.allSatisfy(picture.contains) { return picture }
                try await Task.sleep(for: .milliseconds(100))
            }
            throw Overdue(description: "\(words) did not come:\n\(picture)")
        }
    }

    private func command(_ worker: RunningWorker, _ before: String = "") -> String {
        "\(before) \(RunningCommand.quartermaster.path) top --interval 0.2 --cluster \(WaitingCluster.name)"
            + " --control \(worker.endpoints.control.address)"
    }

    private func worker() async throws -> RunningWorker {
        let worker = try #require(WorkerTrait.worker)
        if case .error = try worker.ask(.digest(.with { $0.cluster = WaitingCluster.name })).answer {
            try await WaitingCluster.make(in: worker)
        }
        return worker
    }

    @Test(arguments: ["q", "C-c"])
    func `roles with bars, until a key ends it and the terminal is as before`(key: String) async throws {
        let terminal = try await TmuxTerminal(command(worker()))
        let picture = try await terminal.waitFor("2 agents", "prod", "66.7 %", "cpus 8/8", "0.0/s", "cpus 67 %")
        #expect(picture.contains("█") && picture.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(picture)")
        try await terminal.press(key)
        let after = try await terminal.waitFor("ended with 0", "echo")
        #expect(!after.contains("prod") && !after.contains("-echo"), "\(after)")
    }

    @Test func `colours, and none where NO_COLOR is set`() async throws {
        let worker = try await worker()
        let coloured = try await TmuxTerminal(command(worker))
        let colours = try await coloured.waitFor("66.7 %", withColours: true)
        #expect(colours.contains("\u{1B}[31m"))
        let plain = try await TmuxTerminal(command(worker, "NO_COLOR=1"))
        let none = try await plain.waitFor("66.7 %", withColours: true)
        #expect(!none.contains("\u{1B}[3"))
    }

    @Test func `it shows what happens meanwhile`() async throws {
        let worker = try await worker()
        let terminal = try await TmuxTerminal(command(worker))
        _ = try await terminal.waitFor("2 agents", "maintenance of 1 agent from 2025-12-01T08:00:00Z")
        try await WaitingCluster.happen(
            #""update_weights": {"weights": [{"role": "new/role", "weight": 2}]}"#, in: worker)
        _ = try await terminal.waitFor("new", "role")
    }

    @Test func `without a terminal it says what to do instead`() async throws {
        let worker = try await worker()
        let top = try await RunningCommand([
            "top", "--control", worker.endpoints.control.address, "--cluster", WaitingCluster.name,
        ])
        #expect(try await top.wait() == .exited(1), "\(top)")
        #expect(top.errors.contains("quartermaster state roles") && top.output.isEmpty, "\(top)")
    }
}
