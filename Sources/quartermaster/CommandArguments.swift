import AllocatorCore
import ArgumentParser

/// The words behind the command's name, as ArgumentParser understands them.
struct CommandArguments {
    let words: [String]

    /// - Parameter words: A negative number behind an option is that option's value, and no option itself.
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

    /// - Throws: `ValidationError`, with subcommands that are near, for a first word that is none. ArgumentParser itself guesses
    ///   options only.
    func checkSubcommands(of command: any ParsableCommand.Type) throws {
        var command = command
        for word in words where !command.configuration.subcommands.isEmpty {
            guard !word.hasPrefix("-"), word != "help" else { return }
            let known = command.configuration.subcommands.map { ($0._commandName, $0) }
            guard let next = known.first(where: { $0.0 == word })?.1 else {
                let names = known.map(\.0)
                let near = NearNames(to: Name(word), among: names.map { Name($0) })
                let advice = near.question ?? "give one of \(names.joined(separator: ", "))"
                throw ValidationError("\(word.prefix(64).debugDescription) is no subcommand: \(advice)")
            }
            command = next
        }
    }
}
