import Foundation

/// A temporary folder for a data directory, deleted with the object.
final class Place {
    private let folder: URL

    init(in parent: String) throws {
        folder = URL(filePath: parent).appending(path: "keeping-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.appending(path: "data").path }

    /// Returns the size of the files, in bytes.
    func size() throws -> Int {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey])
        var size = 0
        while let file = files?.nextObject() as? URL {
            size += try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        }
        return size
    }
}
