import Foundation

/// The folder deploy/, with what operators are given.
enum DeployFolder {
    private static let url = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../deploy").standardized

    static func file(_ path: String) -> URL { url.appending(path: path) }

    static func text(of path: String) throws -> String {
        try String(contentsOf: file(path), encoding: .utf8)
    }
}
