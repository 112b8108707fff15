import Foundation
import Glibc
import Testing

/// The conditions under which the tests run a program.
@Suite struct RunningCommandTests {
    @Test func `all signals have their default effects in a process, also those that the tests ignore`() async throws {
        // Servers in the process of the tests ignore it too.
        signal(SIGPIPE, SIG_IGN)
        let command = try await RunningCommand(
            ["-E", "^Sig(Blk|Ign):", "/proc/self/status"], of: URL(filePath: "/usr/bin/grep"))
        #expect(try await command.wait() == .exited(0), "\(command)")
        let sets = command.output.matches(of: /Sig(?:Blk|Ign):\t([0-9a-f]+)/).map { UInt64($0.1, radix: 16) }
        #expect(sets.count == 2)
        // Glibc keeps the signals 32 and 33 for itself.
        for set in sets { #expect(try #require(set) & ~(0b11 << 31) == 0, "\(command)") }
    }

    @Test func `a program that is not there is an error`() async throws {
        await #expect(throws: (any Error).self) { try await RunningCommand([], of: URL(filePath: "/nowhere/program")) }
    }

    @Test func `a process ends with its object`() async throws {
        var command: RunningCommand? = try await RunningCommand(
            ["-c", "echo $$; exec sleep 600"], of: URL(filePath: "/bin/sh"))
        let process = try await waitFor("no process identifier of \(String(describing: command))") {
            command.flatMap { pid_t($0.output.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        #expect(kill(process, 0) == 0)
        command = nil
        // The task that waited for the process removes it from the kernel's table.
        try await waitFor("process \(process) is still there") { kill(process, 0) == 0 ? nil : () }
    }
}
