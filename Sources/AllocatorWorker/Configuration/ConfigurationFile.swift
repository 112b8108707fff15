import YAMLConfiguration
import Yams

/// Reads settings from a YAML file: one mapping of keys to scalar values. JSON is also YAML.
enum ConfigurationFile {
    static func read(_ path: String) -> (settings: [GivenSetting], mistakes: [Mistake]) {
        do throws(Mistake) {
            let root = try YAMLFile.root(of: try YAMLFile.text(at: path, givenBy: "--config"), from: path)
            guard let root, root.null == nil else { return ([], []) }
            guard case .mapping(let mapping) = root else {
                throw Mistake(place: path, problem: "is not a mapping; write one 'key: value' per line")
            }
            return settings(in: mapping, of: path)
        } catch {
            return ([], [error])
        }
    }

    private static func settings(
        in mapping: Node.Mapping, of path: String
    ) -> (settings: [GivenSetting], mistakes: [Mistake]) {
        var settings: [GivenSetting] = []
        var diagnostics = Diagnostics(file: path)
        for (key, value) in mapping {
            guard case .scalar(let name) = key, let setting = Setting(key: name.string) else {
                diagnostics.recordUnknown(key, "setting", known: Setting.allCases.map(\.key))
                continue
            }
            let place = "\(diagnostics.place(of: key)): \(setting.key)"
            guard case .scalar(let scalar) = value, value.null == nil else {
                diagnostics.record("takes one plain value; write '\(setting.key): value'", at: place)
                continue
            }
            settings.append(GivenSetting(setting: setting, text: scalar.string, place: place))
        }
        return (settings, diagnostics.mistakes)
    }
}
