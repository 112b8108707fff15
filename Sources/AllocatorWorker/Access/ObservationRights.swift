import AllocatorWire

/// The topics that a key may subscribe to: the listed ones, those of the masters whose events it may send, and the
/// heartbeat. The heartbeat is always allowed because subscribers detect a restart of the worker by it.
///
/// A right covers both encodings: a topic that is allowed in binary is also allowed under `json/`.
package struct ObservationRights: Hashable, Sendable {
    /// Allowed topic prefixes in the binary encoding. Each one ends in `/` or is empty, which allows everything.
    package let topics: [[UInt8]]
    package let masters: NameScope
    package let clusters: NameScope

    /// - Precondition: Each of `topics` is empty or ends in `/`, and none begins with `json/`.
    package init(topics: [[UInt8]], masters: NameScope, clusters: NameScope) {
        precondition(topics.allSatisfy { $0.isEmpty || $0.last == Self.slash && !$0.starts(with: Self.json) })
        self.topics = topics
        self.masters = masters
        self.clusters = clusters
    }

    /// The result of a request for all topics with a given prefix.
    package enum Grant: Hashable, Sendable {
        case asAsked
        /// Only these narrower prefixes, at least one.
        case narrowed([[UInt8]])
        case nothing
        /// More narrower prefixes than `maximumNarrowed`.
        case tooMany
    }

    /// The limit on the prefixes that one requested prefix can be narrowed to.
    package static let maximumNarrowed = 4_096

    /// - Complexity: O(n) in the topics, and in masters × clusters if the prefix is wider than one of them.
    package func grant(_ asked: [UInt8]) -> Grant {
        if topics.contains([]) { return .asAsked }
        let narrower: [[UInt8]]
        if asked.starts(with: Self.json) {
            let rest = Array(asked.dropFirst(Self.json.count))
            if covers(rest) { return .asAsked }
            narrower = self.narrower(than: rest).map { Self.json + $0 }
        } else {
            // No proper prefix of `json/` is covered, because it would grant all topics in JSON.
            if covers(asked) { return .asAsked }
            let inJSON = Self.json.starts(with: asked) ? self.narrower(than: []).map { Self.json + $0 } : []
            narrower = self.narrower(than: asked) + inJSON
        }
        guard narrower.count <= Self.maximumNarrowed else { return .tooMany }
        return narrower.isEmpty ? .nothing : .narrowed(narrower)
    }

    /// Whether all topics with a prefix may be observed.
    ///
    /// - Parameter prefix: The prefix in the binary encoding.
    package func covers(_ prefix: [UInt8]) -> Bool {
        topics.contains { prefix.starts(with: $0) } || prefix.starts(with: Self.heartbeat) || isOfMaster(prefix)
    }

    /// Whether all topics with this prefix are addressed to one of the masters.
    private func isOfMaster(_ prefix: [UInt8]) -> Bool {
        // Only complete words count, since a word without its closing `/` may be the prefix of another name.
        let words = Self.words(of: prefix)
        guard words.count >= 2, clusters.covers(words[0]), Self.kinds.contains(where: { $0.rawValue == words[1] })
        else { return false }
        return masters == .all || words.count > 2 && masters.covers(words[2])
    }

    /// The allowed prefixes that begin with a wider one. Stops at one more than `maximumNarrowed`.
    private func narrower(than prefix: [UInt8]) -> [[UInt8]] {
        var found = topics.filter { $0.starts(with: prefix) }
        if Self.heartbeat.starts(with: prefix), !found.contains(Self.heartbeat) { found.append(Self.heartbeat) }
        for cluster in clusterNames(in: prefix) {
            for kind in Self.kinds {
                for topic in ofMasters(in: cluster, kind) where topic.starts(with: prefix) {
                    guard found.count <= Self.maximumNarrowed else { return found }
                    found.append(topic)
                }
            }
        }
        return found
    }

    /// The clusters whose topics match the prefix. If all clusters are allowed, only the one that the prefix names.
    private func clusterNames(in prefix: [UInt8]) -> [String] {
        switch clusters {
        case .some(let names):
            names.sorted().filter {
                let topics = Topic.prefix(cluster: $0, .binary)
                return topics.starts(with: prefix) || prefix.starts(with: topics)
            }
        case .all: Array(Self.words(of: prefix).prefix(1))
        }
    }

    private func ofMasters(in cluster: String, _ kind: Topic.Kind) -> [[UInt8]] {
        switch masters {
        case .all: [Topic.prefix(cluster: cluster, kind: kind, .binary)]
        case .some(let names):
            names.sorted().map { Topic.prefix(cluster: cluster, kind: kind, master: $0, .binary) }
        }
    }

    /// The words of a prefix that are closed by a `/`.
    private static func words(of prefix: [UInt8]) -> [String] {
        prefix.split(separator: slash, maxSplits: 3, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The kinds of topics that a master needs.
    private static let kinds = Topic.Kind.allCases.filter(\.isOfMaster)
    private static let slash = UInt8(ascii: "/")
    private static let json = Array(Topic.jsonPrefix.utf8)
    private static let heartbeat = Topic.heartbeat.bytes(.binary)
}
