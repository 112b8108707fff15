import ArgumentParser
import ZeroMQ

/// Makes a pair of keys.
struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a pair of keys, for a worker or for somebody who connects to one.",
        usage: "quartermaster keygen [<options>] <name>",
        discussion: """
            Writes NAME.key, which holds the secret key and is for its owner alone (mode 0600), and NAME.pub, which may be given \
            to anybody. A worker takes its own as `serve --curve-key`, the public keys of all others in its allow-list; all \
            others take their own as --curve-key and the worker's .pub file as --server-key.
            """)

    @Argument(help: "The name of both files, and of whoever they are for.")
    var name: String

    @Option(help: .init("The folder to write them into.", valueName: "folder"))
    var directory = "."

    @Flag(
        help: "Replace files that are there. Whoever has the old public key no longer knows the owner of the new one.")
    var force = false

    private static let longestName = 200

    func validate() throws {
        let isPlain =
            !name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-")
            && !name.utf8.contains { $0 < 0x20 || $0 == 0x2f }
        guard isPlain, name.utf8.count <= Self.longestName else {
            throw ValidationError(
                "<name> takes the name of a file of 1 to \(Self.longestName) bytes, without a folder: see --directory")
        }
    }

    func run() throws {
        do {
            let pair = try CurveKeyPair.generate()
            let stem = "\(directory)/\(name)"
            try CurveKeyFile.write(pair, at: stem, replacing: force)
            Terminal.say(
                """
                \(stem).key  the secret key, for its owner alone
                \(stem).pub  the public key, for everybody
                public-key: "\(pair.publicKey.text)"
                """)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}
