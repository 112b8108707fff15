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
///         cluster: true                   # whether it may make calls about the whole cluster and its agents
///         any_master: true                # whether it may make calls about frameworks of every master
///         control: true                   # whether it may ask everything
package enum AllowListFile {
    package static let maximumBytes = YAMLFile.maximumBytes

    /// - Throws: every mistake at once.
    package static func read(_ path: String) throws(ConfigurationMistakes) -> AllowList {
        try parse(try YAMLFile.text(at: path, givenBy: Setting.allow.flag), from: path)
    }

    package static func parse(_ text: String, from path: String) throws(ConfigurationMistakes) -> AllowList {
        let root = try YAMLFile.root(of: text, from: path)
        guard case .mapping(let mapping)? = root, mapping.count == 1, case .sequence(let nodes)? = mapping["keys"]
        else {
            throw YAMLFile.mistake(
                path, "is no list of keys; write 'keys:' and below it one '- name: …' for each, or 'keys: []'")
        }
        guard nodes.count <= AllowList.maximumKeys else {
            throw YAMLFile.mistake(path, "has \(nodes.count) keys, at most \(AllowList.maximumKeys) are taken")
        }
        var reader = AllowListReader(path: path)
        for (index, node) in nodes.enumerated() { reader.read(node, number: index + 1) }
        guard reader.mistakes.isEmpty else { throw ConfigurationMistakes(mistakes: reader.mistakes) }
        return AllowList(reader.entries)
    }
}
