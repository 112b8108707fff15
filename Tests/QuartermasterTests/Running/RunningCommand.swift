import Foundation
import Glibc
import Subprocess
import SystemPackage
import TestSupport

/// A process of a built program or of another one. The deinitializer kills it.
final class RunningCommand: Sendable {
    enum Ending: Hashable, Sendable {
        case exited(Int32)
        case signalled(Int32)
    }

    private let identifier: pid_t
    private let arguments: [String]
    private let folder: TemporaryFolder
    /// The task that waits for the end of the process.
    private let ending: Task<Ending, any Error>

    static let quartermaster = built("quartermaster")

    /// The built command of that name, beside the executable of the tests.
    static func built(_ name: String) -> URL {
        (Bundle.main.executableURL ?? Bundle.main.bundleURL).deletingLastPathComponent().appending(path: name)
    }

    /// Starts a process with nothing to read, whose output goes to files.
    ///
    /// - Parameter environment: Added to that of the tests, from which what configures the command is taken away.
    init(
        _ arguments: [String], of executable: URL = RunningCommand.quartermaster, environment: [String: String] = [:]
    ) async throws {
        self.arguments = [executable.lastPathComponent] + arguments
        folder = try TemporaryFolder()
        let configuration = Configuration(
            executable: .path(FilePath(executable.path)), arguments: Arguments(arguments),
            environment: Self.environment(with: environment))
        (identifier, ending) = try await Self.start(
            configuration, output: Self.openFile(folder.file("output")), errors: Self.openFile(folder.file("errors")))
    }

    /// Kills the process and waits until the kernel reports its end: a deinitializer cannot await `ending`.
    deinit {
        send(SIGKILL)
        while isRunning { usleep(1_000) }
    }

    // MARK: - Its life

    func send(_ signal: Int32) {
        if isRunning { kill(identifier, signal) }
    }

    /// Waits until the process ends.
    func wait(within limit: Duration = Patience.usual) async throws -> Ending {
        try await waitFor("\(self) still runs", within: limit) { isRunning ? nil : () }
        return try await ending.value
    }

    /// Whether the process has not ended yet. The kernel is asked, since `ending` may have had no thread.
    var isRunning: Bool {
        var information = siginfo_t()
        // WNOWAIT leaves the status of an ended process to the package.
        return waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == 0
    }

    // MARK: - Its words

    var output: String { read("output") }
    var errors: String { read("errors") }

    private func read(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.file(name))) ?? Data(), as: UTF8.self)
    }
}

extension RunningCommand: CustomStringConvertible {
    var description: String {
        "\(arguments.joined(separator: " ")), which wrote:\n\(output.suffix(2_000))\n\(errors.suffix(2_000))"
    }
}

// MARK: - Starting

extension RunningCommand {
    /// Starts a process and returns its identifier and a task that ends with it.
    ///
    /// The signals of the process have their default effects, which `Foundation.Process` does not reset.
    private static func start(
        _ configuration: Configuration, output: FileDescriptor, errors: FileDescriptor
    ) async throws -> (pid_t, Task<Ending, any Error>) {
        let (identifiers, started) = AsyncStream.makeStream(of: pid_t.self)
        let ending = Task {
            defer { started.finish() }
            let result = try await run(
                configuration, input: .none, output: .fileDescriptor(output, closeAfterSpawningProcess: true),
                error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
            ) { _ = started.yield($0.processIdentifier.value) }
            return Ending(result.terminationStatus)
        }
        if let identifier = await identifiers.first(where: { _ in true }) { return (identifier, ending) }
        // The process was not started, or the test was cancelled meanwhile.
        ending.cancel()
        _ = try await ending.value
        throw CancellationError()
    }

    private static func openFile(_ file: URL) throws -> FileDescriptor {
        try FileDescriptor.open(
            FilePath(file.path), .writeOnly, options: [.create, .append, .closeOnExec], permissions: .ownerReadWrite)
    }

    /// The environment of the tests without what configures the commands, and with `additions`.
    private static func environment(with additions: [String: String]) -> Environment {
        let kept = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("QUARTERMASTER_") && !["COLUMNS", "TERM", "NO_COLOR"].contains($0.key)
        }
        let pairs = kept.merging(additions) { $1 }.compactMap { name, value in
            Environment.Key(rawValue: name).map { ($0, value) }
        }
        return .custom(Dictionary(uniqueKeysWithValues: pairs))
    }
}

extension RunningCommand.Ending {
    fileprivate init(_ status: TerminationStatus) {
        self =
            switch status {
            case .exited(let code): .exited(code)
            case .signaled(let signal): .signalled(signal)
            }
    }
}
