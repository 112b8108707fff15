import Foundation
import Glibc
import Synchronization
import TestSupport

/// A process of a built program or of another one. The deinitializer kills it.
final class RunningCommand: Sendable {
    enum Ending: Hashable, Sendable {
        case exited(Int32)
        case signalled(Int32)
    }

    let identifier: pid_t
    private let arguments: [String]
    private let folder: TemporaryFolder
    private let ending = Mutex<Ending?>(nil)

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
    ) throws {
        self.arguments = [executable.lastPathComponent] + arguments
        folder = try TemporaryFolder()
        var all = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("QUARTERMASTER_") && !["COLUMNS", "TERM", "NO_COLOR"].contains($0.key)
        }
        all.merge(environment) { $1 }
        identifier = try Self.spawn(
            [executable.path] + arguments, environment: all.map { "\($0)=\($1)" },
            output: folder.file("output").path, errors: folder.file("errors").path)
    }

    deinit {
        if !isOver { kill(identifier, SIGKILL) }
        while !isOver { usleep(1_000) }
    }

    // MARK: - Its life

    func send(_ signal: Int32) {
        if !isOver { kill(identifier, signal) }
    }

    /// Waits until the process ends.
    func wait(within limit: Duration = Patience.usual) async throws -> Ending {
        try await waitFor("\(self) still runs", within: limit) { self.look() }
    }

    private var isOver: Bool { look() != nil }

    /// Returns how the process ended, or `nil` if it runs.
    func look() -> Ending? {
        ending.withLock { ending in
            if ending != nil { return ending }
            var status: Int32 = 0
            guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
            let signal = status & 0x7f
            ending = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
            return ending
        }
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
    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts a process whose signals have their default effects, which `Foundation.Process` does not reset.
    private static func spawn(
        _ arguments: [String], environment: [String], output: String, errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pid = pid_t()
        let number = withCStrings(arguments) { arguments in
            withCStrings(environment) { posix_spawnp(&pid, arguments[0]!, &actions, &attributes, arguments, $0) }
        }
        guard number == 0 else {
            throw NotStarted(description: "\(arguments[0]) was not started: \(String(cString: strerror(number)))")
        }
        return pid
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
