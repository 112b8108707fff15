import ArgumentParser
import ZeroMQ

/// Generates a CURVE key pair.
struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Generate a key pair for a worker or for one of its clients.",
        usage: "quartermaster keygen [<options>] <name>",
        discussion: """
            Writes two files. NAME.key holds the secret key and must stay with its owner (mode 0600). NAME.pub holds \
            the public key, which is not secret. Give a worker its .key file as `serve --curve-key`, and list its \
            clients' public keys in its allow-list. Give a client its own .key file as --curve-key and the worker's \
            .pub file as --server-key.
            """)

    @Argument(help: "The name of the key's owner, and of both files.")
    var name: String

    @Option(help: .init("The folder for the files.", valueName: "folder"))
    var directory = "."

    @Flag(
        help: "Replace existing files. Workers and clients that know the old public key do not accept the new key.")
    var force = false

    private static let longestName = 200

    func validate() throws {
        let isPlain =
            !name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-")
            && !name.utf8.contains { $0 < 0x20 || $0 == 0x2f }
        guard isPlain, name.utf8.count <= Self.longestName else {
            throw ValidationError(
                "<name> takes a file name of 1 to \(Self.longestName) bytes; give its folder as --directory")
        }
    }

    func run() throws {
        do {
            let pair = try CurveKeyPair.generate()
            let stem = "\(directory)/\(name)"
            try CurveKeyFile.write(pair, at: stem, replacing: force)
            Terminal.say(
                """
                \(stem).key  the secret key: keep it private
                \(stem).pub  the public key: give it to the other side
                public-key: "\(pair.publicKey.text)"
                """)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}
