import Foundation

/// Decompresses files with the system's gzip. They are recognized by their first bytes.
enum CompressedFile {
    private static let magic: [UInt8] = [0x1f, 0x8b]

    static func isPacked(_ bytes: Data) -> Bool { bytes.starts(with: magic) }

    /// Decompresses a file.
    ///
    /// - Parameters:
    ///   - file: The name of the file in error messages.
    ///   - limit: The maximum number of decompressed bytes.
    ///   - searchPath: The folders in which to look for gzip, separated by colons.
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
