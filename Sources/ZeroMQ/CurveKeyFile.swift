import Glibc

/// A file with a public key (`NAME.pub`) or both keys of a pair (`NAME.key`): YAML of at most two lines,
///
///     public-key: "…"
///     secret-key: "…"
///
/// Each key has 40 characters of Z85, which YAML needs quotes for. Comments and empty lines may stand between them.
package struct CurveKeyFile: Hashable, Sendable {
    package static let maximumBytes = 4_096

    package let publicKey: CurvePublicKey
    /// The secret key, or `nil` in a file of a public key.
    package let secretKey: CurveSecretKey?

    /// - Throws: ``CurveKeyFileFailure``, which says what to do. A file with a secret key must be private to its owner.
    package static func read(_ path: String) throws(CurveKeyFileFailure) -> CurveKeyFile {
        let (text, owner, mode) = try contents(of: path)
        let file = try CurveKeyFile(parsing: text, of: path)
        if file.secretKey != nil { try checkPrivate(path, owner: owner, mode: mode) }
        return file
    }

    /// The pair, if the file has both keys.
    package static func readPair(_ path: String) throws(CurveKeyFileFailure) -> CurveKeyPair {
        guard let secretKey = try read(path).secretKey else {
            throw CurveKeyFileFailure(path, "has no secret key: give the .key file of a pair, not its .pub file")
        }
        guard let pair = CurveKeyPair(of: secretKey) else {
            throw CurveKeyFileFailure(path, "cannot be used: this machine's libzmq has no CURVE")
        }
        return pair
    }

    // MARK: - Reading

    private init(parsing text: String, of path: String) throws(CurveKeyFileFailure) {
        var keys: [Substring: String] = [:]
        // Lines may end as on Windows.
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimming(while: { $0 == " " || $0 == "\t" })
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let colon = line.firstIndex(of: ":"), ["public-key", "secret-key"].contains(line[..<colon]),
                let key = Self.unquoted(line[line.index(after: colon)...])
            else {
                // The line may contain a secret, so that it is not shown.
                throw CurveKeyFileFailure(
                    path, "line \(index + 1) is neither public-key: \"…\" nor secret-key: \"…\", with quotes")
            }
            guard keys.updateValue(key, forKey: line[..<colon]) == nil else {
                throw CurveKeyFileFailure(path, "line \(index + 1) gives \(line[..<colon]) once more; leave one out")
            }
        }
        guard let publicText = keys["public-key"] else {
            throw CurveKeyFileFailure(path, "has no public-key; write one with `quartermaster keygen`")
        }
        guard let publicKey = CurvePublicKey(text: publicText) else {
            throw CurveKeyFileFailure(path, "its public-key is not 40 characters of Z85; copy it whole")
        }
        self.publicKey = publicKey
        guard let secretText = keys["secret-key"] else {
            secretKey = nil
            return
        }
        guard let secretKey = CurveSecretKey(text: secretText) else {
            throw CurveKeyFileFailure(path, "its secret-key is not 40 characters of Z85; copy it whole")
        }
        if let pair = CurveKeyPair(of: secretKey), pair.publicKey != publicKey {
            throw CurveKeyFileFailure(
                path, "its two keys are not of one pair; write a new one with `quartermaster keygen`")
        }
        self.secretKey = secretKey
    }

    private static func unquoted(_ text: Substring) -> String? {
        let text = text.trimming(while: { $0 == " " || $0 == "\t" })
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return nil
        }
        return String(text.dropFirst().dropLast())
    }

    private static func contents(
        of path: String
    ) throws(CurveKeyFileFailure) -> (text: String, owner: uid_t, mode: mode_t) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(path, "could not be opened", errno) }
        defer { close(descriptor) }
        // Checks the open file, not the path, which may be replaced between two accesses.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(path, "could not be read", errno) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .system(path, "could not be read", errno) }
        guard count <= maximumBytes else {
            throw CurveKeyFileFailure(path, "has more than \(maximumBytes) bytes: it is no key file")
        }
        return (String(decoding: bytes.prefix(count), as: UTF8.self), status.st_uid, status.st_mode)
    }

    /// Requires what PostgreSQL requires of its keys: only the owner may read the file. If root owns it and the reader
    /// is another user, as for a mounted secret, the reader's group may, too.
    private static func checkPrivate(
        _ path: String, owner: uid_t, mode: mode_t
    ) throws(CurveKeyFileFailure) {
        let isRoots = owner == 0 && geteuid() != 0
        let forbidden: mode_t = isRoots ? 0o037 : 0o077
        guard mode & forbidden == 0 else {
            let permissions = String(mode & 0o777, radix: 8)
            throw CurveKeyFileFailure(
                path, "has the mode 0\(permissions), so that others may use its secret key: run chmod 600 on it")
        }
    }

    // MARK: - Writing

    /// Writes `NAME.key` and `NAME.pub`. They are created with their modes, 0600 and 0644, so that the secret key is
    /// never readable by others.
    ///
    /// - Parameters:
    ///   - stem: The path of both files without `.key` and `.pub`.
    ///   - replacing: Whether existing files are replaced. Each is replaced atomically, by renaming.
    /// - Throws: `CurveKeyFileFailure`; existing files are unchanged then.
    package static func write(
        _ pair: CurveKeyPair, at stem: String, replacing: Bool
    ) throws(CurveKeyFileFailure) {
        let publicLine = "public-key: \"\(pair.publicKey.text)\"\n"
        let secretLine = "secret-key: \"\(pair.secretKey.text)\"\n"
        if !replacing {
            // Checked before anything is written, so that no half of a pair is left beside the other file.
            for path in ["\(stem).key", "\(stem).pub"] where access(path, F_OK) == 0 { throw .exists(path) }
        }
        try write(publicLine + secretLine, to: "\(stem).key", mode: 0o600, replacing: replacing)
        try write(publicLine, to: "\(stem).pub", mode: 0o644, replacing: replacing)
    }

    private static func write(
        _ text: String, to path: String, mode: mode_t, replacing: Bool
    ) throws(CurveKeyFileFailure) {
        let place = replacing ? "\(path).new" : path
        if replacing { unlink(place) }
        let descriptor = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .exists(path) : .system(path, "could not be made", errno)
        }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let number = errno
        close(descriptor)
        guard isWritten, !replacing || rename(place, path) == 0 else {
            let reason = isWritten ? errno : number
            unlink(place)
            throw .system(path, "could not be written", reason)
        }
    }
}

/// The reason why a key file cannot be used, and what to do.
package struct CurveKeyFileFailure: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let problem: String

    init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }

    static func system(_ path: String, _ what: String, _ number: Int32) -> Self {
        Self(path, "\(what): \(String(cString: strerror(number)))")
    }

    static func exists(_ path: String) -> Self {
        Self(path, "is there already, and a key that is replaced is lost: choose another name, or give --force")
    }

    package var description: String { "\(path): \(problem)" }
}

extension Substring {
    fileprivate func trimming(while isBlank: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return rest.drop(while: isBlank)
    }
}
