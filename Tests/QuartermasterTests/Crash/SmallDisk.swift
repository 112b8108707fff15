import Foundation

/// A file system of its own, in memory, that can be full.
final class SmallDisk: Sendable {
    private let folder: TemporaryFolder

    var url: URL { folder.url }

    /// Whether this machine lets us mount one.
    static let isAvailable = (try? SmallDisk(kilobytes: 64)) != nil

    init(kilobytes: Int) throws {
        folder = try TemporaryFolder()
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "none", folder.url.path)
    }

    deinit { try? Self.run("umount", "--lazy", folder.url.path) }

    /// Takes all room but so many bytes, or gives back what was taken before.
    func fill(leaving bytes: Int?) throws {
        let filler = folder.file("filler")
        try? FileManager.default.removeItem(at: filler)
        guard let bytes else { return }
        let free = try FileManager.default.attributesOfFileSystem(forPath: folder.url.path)[.systemFreeSize] as? Int
        try Data(repeating: 1, count: max(0, (free ?? 0) - bytes)).write(to: filler)
    }

    private static func run(_ command: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
    }
}
