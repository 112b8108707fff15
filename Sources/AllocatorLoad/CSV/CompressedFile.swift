import Foundation

/// A file compressed by gzip, recognized by its first bytes. The system's gzip decompresses it.
enum CompressedFile {
    private static let magic: [UInt8] = [0x1f, 0x8b]

    static func isPacked(_ bytes: Data) -> Bool { bytes.starts(with: magic) }

    /// Returns the decompressed bytes of the file at a path.
    ///
    /// - Parameters:
    ///   - file: The file's name for failures.
    ///   - limit: The maximum number of decompressed bytes.
    ///   - searchPath: The folders to look for gzip in.
    static func unpacked(
        path: String, file: String, limit: Int,
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    ) throws(CSVFailure) -> Data {
        let candidates = searchPath.split(separator: ":").map { "\($0)/gzip" }
        guard let program = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw CSVFailure(
                file, "it is compressed by gzip, which is not installed; install gzip or decompress the file")
        }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-dc"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let bytes: Data
        do {
            process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            try process.run()
            bytes = try output.fileHandleForReading.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw CSVFailure(file, "\(program) cannot decompress it: \(error)")
        }
        guard bytes.count <= limit else {
            process.terminate()
            process.waitUntilExit()
            throw CSVFailure(file, "more than \(limit) bytes when decompressed; split it")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CSVFailure(file, "gzip cannot decompress it: it is damaged or truncated; fetch it again")
        }
        return bytes
    }
}
