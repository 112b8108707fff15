import AllocatorClient
import Foundation
import TestSupport
import Testing
import ZeroMQ

/// `quartermaster ping`, as probes use it.
@Suite(.timeLimit(.minutes(3)))
struct PingTests {
    @Test func `a worker that serves answers, whether it has a cluster or none`() async throws {
        let worker = try await RunningWorker.start(["--name", "the one"])
        let ping = try await RunningCommand(["ping", "--control", worker.endpoints.control.address])
        #expect(try await ping.wait() == .exited(0), "\(ping)")
        #expect(
            try ping.output.wholeMatch(of: Regex(#"the one, version \d+\.\d+\.\d+, up for [\d,]+\.\d{3} s\n"#)) != nil)
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `a worker that is stopped does not, and the waiting ends`() async throws {
        let worker = try await RunningWorker.start()
        worker.command.send(SIGSTOP)
        let ping = try await RunningCommand(["ping", "--control", worker.endpoints.control.address, "--timeout", "0.2"])
        #expect(try await ping.wait() == .exited(1), "\(ping)")
        #expect(ping.output == "")
        #expect(ping.errors.contains(worker.endpoints.control.address), "\(ping)")
        worker.command.send(SIGCONT)
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `a ping without a worker gets no answer`() async throws {
        let folder = try TemporaryFolder()
        let ping = try await RunningCommand([
            "ping", "--control", "ipc://\(folder.file("nothing").path)", "--timeout", "0.2",
        ])
        #expect(try await ping.wait() == .exited(1), "\(ping)")
    }
}
