package import Foundation
import Glibc

/// A small tmpfs file system that a test can fill. It requires the permission to mount (`isAvailable`).
package final class SmallDisk: Sendable {
    /// The mount point.
    package let url: URL
    private let filler: URL

    package static let isAvailable = (try? SmallDisk(kilobytes: 64)) != nil

    package init(kilobytes: Int) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID().uuidString)")
        filler = url.appending(path: "filler")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        guard mount("none", url.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            let reason = errno
            try? FileManager.default.removeItem(at: url)
            throw POSIXError(POSIXErrorCode(rawValue: reason) ?? .EPERM)
        }
    }

    deinit {
        // Detach lazily, because an exiting process may still have a file open.
        umount2(url.path, CInt(MNT_DETACH))
        try? FileManager.default.removeItem(at: url)
    }

    /// Fills the file system up to `bytes` of free space, or frees the space again if `nil`.
    package func fill(leaving bytes: Int?) throws {
        try? FileManager.default.removeItem(at: filler)
        guard let bytes else { return }
        let free = try FileManager.default.attributesOfFileSystem(forPath: url.path)[.systemFreeSize] as? Int
        try Data(repeating: 1, count: max(0, (free ?? 0) - bytes)).write(to: filler)
    }
}
