package import YAMLConfiguration
import Yams

/// Reads an allow-list: YAML with a mapping of `keys` to a list of entries.
///
///     keys:
///       - name: alice
///         public-key: "…"
///         masters: [alice-1, alice-2]     # masters whose events it may send; "*" alone means all
///         clusters: [default]             # clusters that it may send to; "*" alone means all
///         observe: ["default/runs/"]      # topic prefixes that it may subscribe to; "" means all
///         cluster: true                   # permits calls about the whole cluster and its agents
///         any_master: true                # permits calls about frameworks of every master
///         control: true                   # permits every query
package enum AllowListFile {
    package static let maximumBytes = YAMLFile.maximumBytes

    /// Reads an allow-list.
    ///
    /// - Throws: All mistakes in the file.
    package static func read(_ path: String) throws(Mistakes) -> AllowList {
        let text: String
        do throws(Mistake) {
            text = try YAMLFile.text(at: path, givenBy: Setting.allow.flag)
        } catch {
            throw .ofConfiguration([error])
        }
        return try parse(text, from: path)
    }

    package static func parse(_ text: String, from path: String) throws(Mistakes) -> AllowList {
        var reader = AllowListReader(path: path)
        do throws(Mistake) {
            for (index, node) in try entries(of: text, from: path).enumerated() {
                reader.read(node, number: index + 1)
            }
        } catch {
            throw .ofConfiguration([error])
        }
        guard reader.mistakes.isEmpty else { throw .ofConfiguration(reader.mistakes) }
        return AllowList(reader.entries)
    }

    private static func entries(of text: String, from path: String) throws(Mistake) -> Node.Sequence {
        let root = try YAMLFile.root(of: text, from: path)
        guard case .mapping(let mapping)? = root, mapping.count == 1, case .sequence(let nodes)? = mapping["keys"]
        else {
            throw Mistake(
                place: path,
                problem: "is not a list of keys; write 'keys:' and below it a '- name: …' for each key, or 'keys: []'")
        }
        guard nodes.count <= AllowList.maximumKeys else {
            throw Mistake(
                place: path, problem: "has \(nodes.count) keys; list at most \(AllowList.maximumKeys)")
        }
        return nodes
    }
}
