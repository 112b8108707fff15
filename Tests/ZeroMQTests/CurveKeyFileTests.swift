import Glibc
import TestSupport
import Testing
import ZeroMQ

/// Writing and reading of key files.
@Suite(.timeLimit(.minutes(1))) struct CurveKeyFileTests {
    let folder: TemporaryFolder
    let stem: String

    init() throws {
        folder = try TemporaryFolder()
        stem = "\(folder.path)/other"
    }

    private func write(_ text: String, mode: mode_t = 0o600) throws -> String {
        let path = "\(folder.path)/socket"
        unlink(path)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        try #require(Glibc.write(file, text, text.utf8.count) == text.utf8.count && fchmod(file, mode) == 0)
        return path
    }

    private func mode(of path: String) throws -> mode_t {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status.st_mode & 0o777
    }

    private func removePair() {
        unlink("\(stem).key")
        unlink("\(stem).pub")
    }

    @Test func `a pair is read as it was written, and only its owner may read the secret`() throws {
        defer { removePair() }
        let pair = try CurveKeyPair.generate()
        // Without a umask, the files have the modes that they are created with.
        let former = umask(0)
        defer { umask(former) }
        try CurveKeyFile.write(pair, at: stem, replacing: false)
        #expect(try CurveKeyFile.readPair("\(stem).key") == pair)
        let published = try CurveKeyFile.read("\(stem).pub")
        #expect(published.publicKey == pair.publicKey && published.secretKey == nil)
        #expect(try mode(of: "\(stem).key") == 0o600)
        #expect(try mode(of: "\(stem).pub") == 0o644)
    }

    @Test(arguments: ["key", "pub"]) func `key files are replaced only on request`(present: String) throws {
        defer { removePair() }
        let (first, second) = (try CurveKeyPair.generate(), try CurveKeyPair.generate())
        try CurveKeyFile.write(first, at: stem, replacing: false)
        unlink("\(stem).\(present == "key" ? "pub" : "key")")
        let failure = #expect(throws: CurveKeyFileFailure.self) {
            try CurveKeyFile.write(second, at: stem, replacing: false)
        }
        #expect(failure?.path == "\(stem).\(present)")
        #expect(try CurveKeyFile.read("\(stem).\(present)").publicKey == first.publicKey)
        try CurveKeyFile.write(second, at: stem, replacing: true)
        #expect(try CurveKeyFile.readPair("\(stem).key") == second)
        #expect(try mode(of: "\(stem).key") == 0o600)
    }

    @Test func `two pairs differ, and no description shows a secret key`() throws {
        defer { removePair() }
        let (pair, other) = (try CurveKeyPair.generate(), try CurveKeyPair.generate())
        #expect(pair != other)
        try CurveKeyFile.write(pair, at: stem, replacing: false)
        let file = try CurveKeyFile.read("\(stem).key")
        var dumped = ""
        dump((pair, file), to: &dumped)
        let text = try String(contentsOfFile: "\(stem).key")
        let secret = try #require(
            text.split(separator: "\"").map(String.init).last { $0.count == CurvePublicKey.textLength })
        #expect(secret != pair.publicKey.text)
        for shown in ["\(pair)", "\(file)", "\(pair.secretKey)", String(reflecting: file), dumped] {
            #expect(!shown.contains(secret))
        }
    }

    @Test(
        arguments: [
            (0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o660, false), (0o644, false),
            (0o610, false),
        ] as [(mode_t, Bool)])
    func `a secret key that other users may read is refused`(mode: mode_t, isTaken: Bool) throws {
        defer { removePair() }
        try CurveKeyFile.write(try CurveKeyPair.generate(), at: stem, replacing: false)
        try #require(chmod("\(stem).key", mode) == 0)
        if isTaken {
            _ = try CurveKeyFile.readPair("\(stem).key")
        } else {
            let failure = #expect(throws: CurveKeyFileFailure.self) { try CurveKeyFile.readPair("\(stem).key") }
            #expect(failure?.problem.contains("chmod 600") == true)
        }
    }

    @Test func `a public key may be readable by every user`() throws {
        let key = try CurveKeyPair.generate().publicKey
        let path = try write("# alice's\n\n  public-key:  '\(key.text)'  \r\n", mode: 0o644)
        #expect(try CurveKeyFile.read(path).publicKey == key)
        #expect(throws: CurveKeyFileFailure.self) { try CurveKeyFile.readPair(path) }
    }

    @Test(arguments: [
        "", "public-key:\n", "public-key: abc\n", "public-key: \"abc\"\n", "secret-key: \"KEY\"\n", "KEY\n",
        "public-key: \"KEY\n", "public-key: KEY\n", "public-key: \"KEYK\"\n", "public-key: \"KE\u{0}\"\n",
        "public-key: \"KEY\"\npublic-key: \"KEY\"\n", "public-key: \"KEY\"\nother: \"KEY\"\n",
        "public-key: \"KEY\"\nsecret-key: \"KEY\"\n", "public-key: \"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\"\n",
        "public-key: \"KEY\"\nsecret-key: \"short\"\n", "- public-key: \"KEY\"\n",
        String(repeating: "#\n", count: CurveKeyFile.maximumBytes),
    ])
    func `a malformed key file is refused without showing its content`(text: String) throws {
        let key = try CurveKeyPair.generate().publicKey.text
        let path = try write(text.split(separator: "KEY", omittingEmptySubsequences: false).joined(separator: key))
        let failure = #expect(throws: CurveKeyFileFailure.self) { try CurveKeyFile.read(path) }
        #expect(failure?.description.contains(path) == true && failure?.description.contains(key) == false)
    }

    @Test func `a missing key file is named`() {
        let failure = #expect(throws: CurveKeyFileFailure.self) { try CurveKeyFile.read("/nowhere/alice.key") }
        #expect(failure?.description.contains("/nowhere/alice.key") == true)
    }
}

extension String {
    fileprivate init(contentsOfFile path: String) throws {
        let file = open(path, O_RDONLY)
        try #require(file >= 0)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: CurveKeyFile.maximumBytes)
        let count = read(file, &bytes, bytes.count)
        try #require(count >= 0)
        self.init(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
