package import Foundation

/// An empty folder for the files and IPC sockets of a test. Its deinitializer deletes it.
///
/// It is directly below `/tmp`, because the path of a socket has at most 107 bytes.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/quartermaster-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    // libzmq removes the file of a socket shortly after the socket is closed, possibly later than this.
    deinit { try? FileManager.default.removeItem(atPath: path) }

    package var url: URL { URL(filePath: path) }

    package func file(_ name: String) -> URL { url.appending(path: name) }

    /// Writes a file that only its owner can read.
    package func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: file(name))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file(name).path)
    }

    /// - Returns: The text of a file, or `nil` if there is none.
    package func read(_ name: String) -> String? {
        (try? Data(contentsOf: file(name))).map { String(decoding: $0, as: UTF8.self) }
    }
}
