import FoundationEssentials
import Yams

/// A file of YAML that somebody has written for the worker. JSON is YAML too.
enum YAMLFile {
    static let maximumBytes = 1 << 20

    /// - Parameter flag: that it is given with.
    static func text(at path: String, givenBy flag: String) throws(ConfigurationMistakes) -> String {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw mistake(path, "could not be read; give \(flag) a file that exists and can be read")
        }
        guard bytes.count <= maximumBytes else {
            throw mistake(path, "has \(bytes.count) bytes, at most \(maximumBytes) are read")
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else { throw mistake(path, "is not UTF-8") }
        return text
    }

    /// Nil where there is nothing in it.
    static func root(of text: String, from path: String) throws(ConfigurationMistakes) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            throw mistake(path, "is not YAML: \(error)")
        }
    }

    static func mistake(_ path: String, _ problem: String) -> ConfigurationMistakes {
        ConfigurationMistakes(mistakes: [ConfigurationMistake(place: path, problem: problem)])
    }
}
