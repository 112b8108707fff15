import FoundationEssentials
package import Yams

/// A YAML file that a user has written. JSON is YAML too.
package enum YAMLFile {
    package static let maximumBytes = 1 << 20

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - path: The path of the file, of at most ``maximumBytes``.
    ///   - flag: The option that gives the file.
    package static func text(at path: String, givenBy flag: String) throws(Mistake) -> String {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Mistake(
                place: path, problem: "could not be read; give \(flag) a file that exists and can be read")
        }
        guard bytes.count <= maximumBytes else {
            throw Mistake(place: path, problem: "has \(bytes.count) bytes, at most \(maximumBytes) are read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Mistake(place: path, problem: "is not UTF-8; convert it")
        }
        return text
    }

    /// Parses a text.
    ///
    /// - Returns: The root, or `nil` if the text is empty.
    package static func root(of text: String, from path: String) throws(Mistake) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            throw Mistake(place: path, problem: "is not YAML: \(error)")
        }
    }
}
