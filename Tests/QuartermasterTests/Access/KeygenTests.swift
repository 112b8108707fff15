import Foundation
import TestSupport
import Testing
import ZeroMQ

/// The command that makes keys.
@Suite(.timeLimit(.minutes(5))) struct KeygenTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func keygen(_ arguments: String...) async throws -> (ending: RunningCommand.Ending, command: RunningCommand)
    {
        let command = try await RunningCommand(["keygen"] + arguments + ["--directory", folder.file("").path])
        return (try await command.wait(), command)
    }

    private func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name).path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func `it writes a pair, tells where and the public key, and never shows the secret one`() async throws {
        let (ending, command) = try await keygen("alice")
        #expect(ending == .exited(0), "\(command)")
        #expect(try mode(of: "alice.key") == 0o600)
        #expect(try mode(of: "alice.pub") == 0o644)
        let pair = try CurveKeyFile.readPair(folder.file("alice.key").path)
        #expect(try CurveKeyFile.read(folder.file("alice.pub").path).publicKey == pair.publicKey)
        let text = try String(contentsOf: folder.file("alice.key"), encoding: .utf8)
        let secret = try #require(
            text.split(separator: "\"").map(String.init).last { $0.count == CurvePublicKey.textLength })
        #expect(secret != pair.publicKey.text && !(command.output + command.errors).contains(secret))
        for word in ["alice.key", "alice.pub", pair.publicKey.text] { #expect(command.output.contains(word)) }
    }

    @Test func `it replaces nothing unless it is told to`() async throws {
        _ = try await keygen("alice")
        let first = try Data(contentsOf: folder.file("alice.key"))
        let (ending, command) = try await keygen("alice")
        #expect(ending == .exited(1) && command.errors.contains("--force"), "\(command)")
        #expect(try Data(contentsOf: folder.file("alice.key")) == first)
        let (forced, _) = try await keygen("alice", "--force")
        #expect(forced == .exited(0))
        #expect(try Data(contentsOf: folder.file("alice.key")) != first)
        #expect(try mode(of: "alice.key") == 0o600)
    }

    @Test func `a folder that is not there is named`() async throws {
        let command = try await RunningCommand(["keygen", "alice", "--directory", folder.file("nowhere").path])
        #expect(try await command.wait() == .exited(1))
        #expect(command.errors.contains("nowhere"), "\(command)")
    }
}
