import ArgumentParser

@main
struct Quartermaster: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quartermaster",
        abstract: "A resource allocator that masters attach to over ZeroMQ.",
        subcommands: [Load.self, Tail.self])
}
