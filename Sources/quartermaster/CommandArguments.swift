import AllocatorCore
import ArgumentParser

/// The arguments of the command, in a form that ArgumentParser reads correctly.
struct CommandArguments {
    let words: [String]

    /// - Parameter words: The arguments. A negative number after an option becomes the option's value.
    init(_ words: some Sequence<String>) {
        var joined: [String] = []
        for word in words {
            if let option = joined.last, Self.isOption(option), Self.isNegativeNumber(word) {
                joined[joined.count - 1] = "\(option)=\(word)"
            } else {
                joined.append(word)
            }
        }
        self.words = joined
    }

    private static func isOption(_ word: String) -> Bool {
        word.hasPrefix("--") && word.count > 2 && !word.contains("=")
    }

    private static func isNegativeNumber(_ word: String) -> Bool {
        guard word.first == "-", let digit = word.dropFirst().first else { return false }
        return digit.isNumber || digit == "."
    }

    /// Checks the names of subcommands, because ArgumentParser suggests corrections for options only.
    ///
    /// - Throws: `ValidationError`, with similar names, for an unknown subcommand.
    func checkSubcommands(of command: any ParsableCommand.Type) throws {
        var command = command
        for word in words where !command.configuration.subcommands.isEmpty {
            guard !word.hasPrefix("-"), word != "help" else { return }
            let known = command.configuration.subcommands.map { ($0._commandName, $0) }
            guard let next = known.first(where: { $0.0 == word })?.1 else {
                let names = known.map(\.0)
                let near = NearNames(to: Name(word), among: names.map { Name($0) })
                let advice = near.question ?? "give one of \(names.joined(separator: ", "))"
                throw ValidationError("\(word.prefix(64).debugDescription) is not a subcommand: \(advice)")
            }
            command = next
        }
    }
}
