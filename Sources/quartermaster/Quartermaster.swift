import AllocatorCore
import AllocatorWorker
import ArgumentParser

/// The command. Each subcommand has a file of its own and is listed here.
@main
struct Quartermaster: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quartermaster",
        abstract: "A resource allocator that masters attach to over ZeroMQ.",
        version: Worker.version,
        subcommands: [
            Serve.self, Load.self, Tail.self, Demo.self, Journal.self, Replay.self, Simulate.self,
            State.self, Explain.self, WhatIf.self, History.self, Top.self, Ping.self, Keygen.self,
        ])

    static func main() async {
        let arguments = CommandArguments(CommandLine.arguments.dropFirst())
        do {
            try arguments.checkSubcommands(of: self)
        } catch {
            exit(withError: error)
        }
        await main(arguments.words)
    }
}
