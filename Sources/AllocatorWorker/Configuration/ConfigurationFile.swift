import AllocatorCore
import Yams

/// Reads settings from a YAML file: one mapping of keys to plain values. JSON is YAML too.
enum ConfigurationFile {
    static func read(_ path: String) -> (settings: [GivenSetting], mistakes: [ConfigurationMistake]) {
        do throws(ConfigurationMistakes) {
            return try parse(try YAMLFile.text(at: path, givenBy: "--config"), from: path)
        } catch {
            return ([], error.mistakes)
        }
    }

    private static func parse(
        _ text: String, from path: String
    ) throws(ConfigurationMistakes) -> (settings: [GivenSetting], mistakes: [ConfigurationMistake]) {
        guard let root = try YAMLFile.root(of: text, from: path), root.null == nil else { return ([], []) }
        guard case .mapping(let mapping) = root else {
            throw YAMLFile.mistake(path, "is no mapping; write one 'key: value' a line")
        }
        var settings: [GivenSetting] = []
        var mistakes: [ConfigurationMistake] = []
        for (key, value) in mapping {
            let line = key.mark.map { ":\($0.line)" } ?? ""
            guard case .scalar(let name) = key, let setting = Setting(key: name.string) else {
                mistakes.append(
                    .init(place: "\(path)\(line)", problem: "\(shown(key)) is no setting; \(advice(insteadOf: key))"))
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

    private static func shown(_ key: Node) -> String {
        key.scalar.map { $0.string.prefix(100).debugDescription } ?? "a key that is no plain text"
    }

    private static func advice(insteadOf key: Node) -> String {
        let known = Setting.allCases.map(\.key)
        let near = key.scalar.map { NearNames(to: Name($0.string), among: known.lazy.map { Name($0) }) }
        return near?.question ?? "known are \(known.joined(separator: ", "))"
    }
}
