import AllocatorClient
import AllocatorWorker
import Foundation
import Testing
import ZeroMQ

/// The help of the commands, and their answers to mistyped arguments.
@Suite(.timeLimit(.minutes(10)))
struct CommandLineTests {
    private static let flags: [String: [String]] = [
        "serve": ["--config"] + Setting.allCases.map(\.flag),
        "load": [
            "--events", "--publications", "--control", "--cluster", "--master", "--machines", "--requests", "--agents",
            "--frameworks", "--request-count", "--seed", "--column", "--frameworks-per-role", "--speed",
            "--longest-run",
            "--interval", "--refuse", "--duration", "--reset", "--json", "--curve-key", "--server-key",
        ],
        "simulate": [
            "--machines", "--requests", "--agents", "--frameworks", "--request-count", "--seed",
            "--column", "--frameworks-per-role", "--config", "--density", "--duration", "--json",
        ],
        "tail": ["--publications", "--count", "--duration", "--json", "--curve-key", "--server-key"],
        "demo": ["--agents", "--frameworks", "--seed", "--duration"],
        "replay": ["--events", "--publications", "--curve-key", "--server-key"],
        "keygen": ["--directory", "--force"],
        "journal verify": ["--cluster"],
        "journal export": ["--cluster", "--with-clock"],
        "journal stats": ["--cluster", "--json"],
        "state": ["--role", "--control", "--cluster", "--json", "--curve-key", "--server-key"],
        "explain": ["--role", "--agent", "--control", "--cluster", "--json", "--curve-key", "--server-key"],
        "what-if": ["--advance", "--master", "--control", "--cluster", "--json", "--curve-key", "--server-key"],
        "history": [
            "--from", "--last", "--framework", "--role", "--control", "--cluster", "--json", "--curve-key",
            "--server-key",
        ],
        "top": ["--control", "--cluster", "--interval", "--curve-key", "--server-key"],
        "ping": ["--control", "--timeout", "--curve-key", "--server-key"],
    ]

    private func run(_ arguments: [String]) async throws -> (ending: RunningCommand.Ending, command: RunningCommand) {
        let command = try await RunningCommand(arguments)
        return (try await command.wait(), command)
    }

    @Test func `the help names all subcommands`() async throws {
        let (ending, command) = try await run(["--help"])
        #expect(ending == .exited(0))
        for subcommand in Self.flags.keys.compactMap({ $0.split(separator: " ").first }) {
            #expect(command.output.contains(subcommand), "\(command)")
        }
        #expect(Self.linesTooLong(in: command.output) == [])
    }

    @Test func `each option of serve gives the setting of its name`() async throws {
        let settings = Setting.allCases.filter { $0.valueName != nil }
        let (ending, command) = try await run(["serve"] + settings.flatMap { [$0.flag, ""] })
        #expect(ending == .exited(78), "\(command)")
        // No setting takes an empty value. A mistake names the setting that was given it.
        for setting in settings { #expect(command.errors.contains("  \(setting.flag): "), "\(command)") }
    }

    @Test(arguments: flags.keys.sorted())
    func `a subcommand's help tells of every flag in 80 columns`(subcommand: String) async throws {
        let (ending, command) = try await run(subcommand.split(separator: " ").map(String.init) + ["--help"])
        #expect(ending == .exited(0))
        let words = Set(command.output.split { !$0.isLetter && $0 != "-" }.map(String.init))
        for flag in Self.flags[subcommand, default: []] + ["--help", "--version"] {
            #expect(words.contains(flag), "\(command)")
        }
        #expect(Self.linesTooLong(in: command.output) == [])
        // An option that the list above lacks for this command.
        let options = command.output.matches(of: /(?m)^ {2}(?:-\w, )?(--[a-z-]+)/).map { String($0.output.1) }
        #expect(Set(options) == Set(Self.flags[subcommand, default: []] + ["--help", "--version"]), "\(command)")
        let known = Set(Self.flags.values.joined() + ["--help", "--version", "-h", "-"])
        #expect(words.filter { $0.hasPrefix("--") && !known.contains($0) } == [])
    }

    private static func linesTooLong(in text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { $0.count > 80 }
    }

    @Test func `the version is one line of numbers`() async throws {
        let (ending, command) = try await run(["--version"])
        #expect(ending == .exited(0))
        #expect(try command.output.wholeMatch(of: Regex(#"\d+\.\d+\.\d+\n"#)) != nil, "\(command)")
    }

    @Test(arguments: [
        ["--nonsense"], ["serve", "--nonsense"], ["load", "--nonsense"], ["tail", "--nonsense"],
        ["demo", "--nonsense"], ["replay"], ["journal", "verify"], ["nonsense"], ["load", "--agents", "many"],
        ["load", "--agents", "0"],
        ["tail", "--count", "0"], ["simulate", "--nonsense"], ["simulate", "--requests", "one.csv"],
        ["simulate", "--density", "0"], ["simulate", "--agents", "0"],
        ["tail", "--publications", "nowhere"], ["state", "sideways"], ["state", "cluster", "c"],
        ["keygen"], ["keygen", "../x"], ["keygen", ""], ["tail", "--curve-key", "a.key"],
        ["load", "--server-key", "w.pub"],
        ["explain"], ["what-if", "--advance", "-1"], ["history", "--last", "0"],
        ["ping", "--timeout", "0"], ["ping", "--control", "nowhere"],
        ["top", "--interval", "0"], ["load", "--machines", "one.csv"], ["demo", "--agents", "0"],
    ])
    func `what cannot be read ends with 64 and a hint`(arguments: [String]) async throws {
        let (ending, command) = try await run(arguments)
        #expect(ending == .exited(64), "\(command)")
        #expect(command.output == "")
        #expect(command.errors.contains("Error: "), "\(command)")
        #expect(command.errors.contains("--help"), "\(command)")
    }

    @Test func `a slip of the pen is guessed`() async throws {
        let (ending, command) = try await run(["serve", "--ready-fil", "x"])
        #expect(ending == .exited(64))
        #expect(command.errors.contains("--ready-file"), "\(command)")
    }

    @Test(arguments: [
        (["serv"], "did you mean 'serve'?"), (["whatif"], "did you mean 'what-if'?"),
        (["Explain", "f"], "did you mean 'explain'?"), (["journal", "verfy", "."], "did you mean 'verify'?"),
        (["journal", "nonsense"], "give one of verify"), (["nonsense"], "give one of serve"),
    ])
    func `a subcommand that is none is guessed, or all are named`(arguments: [String], words: String) async throws {
        let (ending, command) = try await run(arguments)
        #expect(ending == .exited(64) && command.output.isEmpty, "\(command)")
        #expect(command.errors.contains(words) && command.errors.contains("is not a subcommand"), "\(command)")
    }

    @Test(arguments: [
        (["what-if", "--advance", "-5"], "--advance takes 0s to"),
        (["ping", "--timeout", "-5s"], "--timeout takes 0.001s to"),
        (["load", "--agents", "-3"], "--agents takes 1 to"), (["history", "--last", "-.5"], "-.5"),
        (["state", "--json", "-1"], "-1"), (["top", "--interval", "1w"], "1w"), (["ping", "--timeout", "2h"], "3600s"),
    ])
    func `a value out of bounds is named as such, also a negative one`(arguments: [String], words: String) async throws
    {
        let (ending, command) = try await run(arguments)
        #expect(ending == .exited(64) && command.output.isEmpty, "\(command)")
        #expect(command.errors.contains(words) && !command.errors.contains("Unknown option"), "\(command)")
    }

    @Test(arguments: ["events", "publications", "control"])
    func `serving where another one serves ends with one line that says so`(socket: String) async throws {
        let first = try await RunningWorker.start()
        let addresses = [
            "events": first.endpoints.events, "publications": first.endpoints.publications,
            "control": first.endpoints.control,
        ].mapValues(\.address)
        let anyPort = "tcp://127.0.0.1:*"
        let others = addresses.keys.sorted().filter { $0 != socket }.flatMap { ["--\($0)", anyPort] }
        let taken = try #require(addresses[socket])
        let (ending, command) = try await run(["serve", "--ephemeral", "--\(socket)", taken] + others)
        #expect(ending == .exited(1), "\(command)")
        #expect(command.errors.split(separator: "\n").count == 1, "\(command)")
        #expect(command.errors.contains(taken) && command.errors.contains("in use"), "\(command)")
        #expect(try await first.stop() == .exited(0))
    }

    @Test func `mistakes in the configuration are all named before anything is bound`() async throws {
        let (ending, command) = try await run([
            "serve", "--events", "nowhere", "--clock", "sundial", "--max-clusters", "none",
        ])
        #expect(ending == .exited(78), "\(command)")
        for mistake in ["--events", "--clock", "--max-clusters"] {
            #expect(command.errors.contains(mistake), "\(command)")
        }
    }
}
