import AllocatorWire
import YAMLConfiguration
import Yams
import ZeroMQ

/// Reads the entries of an allow-list one by one and continues after a mistake, to report all mistakes at once.
struct AllowListReader {
    /// The maximum size of a topic prefix in bytes.
    private static let maximumTopicBytes = 1_024

    private enum Field: String, CaseIterable {
        case name
        case publicKey = "public-key"
        case masters
        case clusters
        case observe
        case cluster
        case anyMaster = "any_master"
        case control
    }

    private(set) var entries: [AllowedKey] = []
    private var diagnostics: Diagnostics
    private var names: Set<String> = []
    private var keys: Set<CurvePublicKey> = []
    /// The location of the current entry, as mistakes report it.
    private var place = ""

    init(path: String) {
        diagnostics = Diagnostics(file: path)
    }

    var mistakes: [Mistake] { diagnostics.mistakes }

    /// - Parameter number: The position of the entry, from 1.
    mutating func read(_ node: Node, number: Int) {
        place = "\(diagnostics.place(of: node)): key \(number)"
        guard case .mapping(let mapping) = node else {
            return complain("is not a mapping; write 'name: …' and below it the other fields")
        }
        let before = mistakes.count
        var fields: [Field: Node] = [:]
        for (key, value) in mapping {
            guard let field = key.scalar.flatMap({ Field(rawValue: $0.string) }) else {
                diagnostics.recordUnknown(key, "field", known: Field.allCases.map(\.rawValue), at: place)
                continue
            }
            fields[field] = value
        }
        let name = name(fields[.name])
        let key = key(fields[.publicKey])
        let masters = scope(fields[.masters], .masters, AllowedKey.maximumMasters, WireName.isValidMaster)
        let clusters = scope(fields[.clusters], .clusters, AllowedKey.maximumClusters, WireName.isValidCluster)
        let topics = topics(fields[.observe])
        let mayChangeCluster = truth(.cluster, fields)
        let mayActForAnyMaster = truth(.anyMaster, fields)
        let hasControl = truth(.control, fields)
        if !masters.isEmpty && clusters.isEmpty && fields[.clusters] == nil {
            complain("masters without clusters cover nothing; add clusters, or [\"*\"] for all of them", .clusters)
        }
        for (field, isSet) in [(Field.cluster, mayChangeCluster), (.anyMaster, mayActForAnyMaster)]
        where isSet && masters.isEmpty && fields[.masters] == nil {
            complain("is a right on events, and the key may not send any; add masters, whose events it may send", field)
        }
        guard mistakes.count == before, let name, let key else { return }
        entries.append(
            AllowedKey(
                name: name, key: key,
                observation: ObservationRights(topics: topics, masters: masters, clusters: clusters),
                hasControl: hasControl, mayActForAnyMaster: mayActForAnyMaster, mayChangeCluster: mayChangeCluster))
    }

    private mutating func complain(_ problem: String, _ field: Field? = nil) {
        diagnostics.record(problem, at: field.map { "\(place): \($0.rawValue)" } ?? place)
    }

    // MARK: - Fields

    private mutating func name(_ node: Node?) -> String? {
        guard let text = node?.scalar?.string, WireName.isValidMaster(text) else {
            complain("is missing or not a name; write 1 to 255 of A–Z a–z 0–9 . _ -", .name)
            return nil
        }
        place += " (\(text))"
        guard names.insert(text).inserted else {
            complain("is also the name of another key; give each its own", .name)
            return nil
        }
        return text
    }

    private mutating func key(_ node: Node?) -> CurvePublicKey? {
        guard let text = node?.scalar?.string, let key = CurvePublicKey(text: text) else {
            complain("is missing or not 40 characters of Z85; copy the key from the .pub file, in quotes", .publicKey)
            return nil
        }
        guard keys.insert(key).inserted else {
            complain("is also in another entry; put all its rights into one entry", .publicKey)
            return nil
        }
        return key
    }

    private mutating func scope(
        _ node: Node?, _ field: Field, _ limit: Int, _ isValid: (String) -> Bool
    ) -> NameScope {
        guard let node else { return .some([]) }
        if node.scalar?.string == "*" { return .all }
        guard let texts = texts(node, field, limit) else { return .some([]) }
        if texts == ["*"] { return .all }
        for text in texts where !isValid(text) {
            let shown = Diagnostics.shown(text)
            complain(text == "*" ? "\"*\" means all and must stand alone" : "\(shown) is not a valid name", field)
        }
        return .some(Set(texts))
    }

    private mutating func topics(_ node: Node?) -> [[UInt8]] {
        guard let node, let texts = texts(node, .observe, AllowedKey.maximumTopics) else { return [] }
        var topics: [[UInt8]] = []
        for text in texts {
            let shown = Diagnostics.shown(text)
            if text.hasPrefix(Topic.jsonPrefix) {
                complain(
                    "\(shown): leave out \(Topic.jsonPrefix); a right covers both encodings",
                    .observe)
            } else if !text.isEmpty && !text.hasSuffix("/") {
                complain(
                    "\(shown) does not end in /; write \"\" for all topics, or \"default/\" for those of a cluster",
                    .observe
                )
            } else if text.utf8.count > Self.maximumTopicBytes {
                complain("\(shown)… is longer than \(Self.maximumTopicBytes) bytes; shorten it", .observe)
            } else {
                topics.append(Array(text.utf8))
            }
        }
        return topics
    }

    private mutating func truth(_ field: Field, _ fields: [Field: Node]) -> Bool {
        guard let node = fields[field] else { return false }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            let hint = field == .cluster ? "; names of clusters belong in clusters" : ""
            complain("is neither true nor false; write true to grant the right, or leave it out\(hint)", field)
            return false
        }
    }

    private mutating func texts(_ node: Node, _ field: Field, _ limit: Int) -> [String]? {
        guard case .sequence(let nodes) = node else {
            complain("is not a list; write [one, another]", field)
            return nil
        }
        guard nodes.count <= limit else {
            complain("has \(nodes.count) elements; list at most \(limit)", field)
            return nil
        }
        var texts: [String] = []
        for node in nodes {
            guard let text = node.scalar?.string else {
                complain("has an element that is not plain text; write it in quotes", field)
                return nil
            }
            texts.append(text)
        }
        return texts
    }
}
