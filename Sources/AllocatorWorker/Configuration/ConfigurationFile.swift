import FoundationEssentials
import Yams

/// Reads settings from a YAML file: one mapping of keys to plain values. JSON is YAML too.
enum ConfigurationFile {
    static let maximumBytes = 1 << 20

    static func read(_ path: String) -> (settings: [GivenSetting], mistakes: [ConfigurationMistake]) {
        do {
            let bytes = try Data(contentsOf: URL(filePath: path))
            guard bytes.count <= maximumBytes else {
                return failing(path, "has \(bytes.count) bytes, at most \(maximumBytes) are read")
            }
            guard let text = String(bytes: bytes, encoding: .utf8) else { return failing(path, "is not UTF-8") }
            return parse(text, from: path)
        } catch {
            return failing(path, "could not be read; give --config a file that exists and can be read")
        }
    }

    static func parse(
        _ text: String, from path: String
    ) -> (settings: [GivenSetting], mistakes: [ConfigurationMistake]) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            return failing(path, "is not YAML: \(error)")
        }
        guard let root, root.null == nil else { return ([], []) }
        guard case .mapping(let mapping) = root else {
            return failing(path, "is no mapping; write one 'key: value' a line")
        }
        var settings: [GivenSetting] = []
        var mistakes: [ConfigurationMistake] = []
        for (key, value) in mapping {
            let line = key.mark.map { ":\($0.line)" } ?? ""
            guard case .scalar(let name) = key, let setting = Setting(rawValue: name.string) else {
                mistakes.append(
                    .init(place: "\(path)\(line)", problem: "\(shown(key)) is no setting; known are \(knownKeys)"))
                continue
            }
            let place = "\(path)\(line): \(setting.key)"
            guard case .scalar(let scalar) = value, value.null == nil else {
                mistakes.append(.init(place: place, problem: "takes one plain value; write '\(setting.key): value'"))
                continue
            }
            settings.append(GivenSetting(setting: setting, text: scalar.string, place: place))
        }
        return (settings, mistakes)
    }

    private static func failing(
        _ path: String, _ problem: String
    ) -> (settings: [GivenSetting], mistakes: [ConfigurationMistake]) {
        ([], [ConfigurationMistake(place: path, problem: problem)])
    }

    private static func shown(_ key: Node) -> String {
        key.scalar.map { $0.string.prefix(100).debugDescription } ?? "a key that is no plain text"
    }

    private static var knownKeys: String { Setting.allCases.map(\.key).joined(separator: ", ") }
}
