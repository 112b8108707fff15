import FoundationEssentials
import Yams
import ZeroMQ

/// Reads an allow-list: YAML, a mapping of `keys` to a list of entries.
///
///     keys:
///       - name: alice
///         public-key: "…"
///         masters: [alice-1, alice-2]     # whose events it may send; "*" alone: of all
///         clusters: [default]             # to which clusters; "*" alone: to all
///         observe: ["default/runs/"]      # beginnings of topics; "" for all
///         control: true                   # whether it may ask everything
package enum AllowListFile {
    package static let maximumBytes = 1 << 20

    /// - Throws: every mistake at once.
    package static func read(_ path: String) throws(ConfigurationMistakes) -> AllowList {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw failing(path, "could not be read; give --allow a file that exists and can be read")
        }
        guard bytes.count <= maximumBytes else {
            throw failing(path, "has \(bytes.count) bytes, at most \(maximumBytes) are read")
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else { throw failing(path, "is not UTF-8") }
        return try parse(text, from: path)
    }

    package static func parse(_ text: String, from path: String) throws(ConfigurationMistakes) -> AllowList {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw failing(path, "is not YAML: \(error)")
        }
        guard case .mapping(let mapping)? = root, mapping.count == 1, case .sequence(let nodes)? = mapping["keys"]
        else {
            throw failing(
                path, "is no list of keys; write 'keys:' and below it one '- name: …' for each, or 'keys: []'")
        }
        guard nodes.count <= AllowList.maximumKeys else {
            throw failing(path, "has \(nodes.count) keys, at most \(AllowList.maximumKeys) are taken")
        }
        var reader = AllowListReader(path: path)
        for (index, node) in nodes.enumerated() { reader.read(node, number: index + 1) }
        guard reader.mistakes.isEmpty else { throw ConfigurationMistakes(mistakes: reader.mistakes) }
        return AllowList(reader.entries)
    }

    private static func failing(_ path: String, _ problem: String) -> ConfigurationMistakes {
        ConfigurationMistakes(mistakes: [ConfigurationMistake(place: path, problem: problem)])
    }
}
