/// The subject of a publication: the first frame of its ZeroMQ message.
///
/// Each part of a topic ends in `/`, so a prefix of whole parts never matches a longer name. `/` and `%` inside a part
/// are percent-encoded. The prefix `json/` requests JSON and marks it.
package enum Topic: Hashable, Sendable {
    case offers(cluster: String, master: String, framework: String)
    case inverseOffers(cluster: String, master: String, framework: String)
    case rescinds(cluster: String, master: String, framework: String)
    case replies(cluster: String, master: String)
    case acks(cluster: String, master: String)
    case runs(cluster: String)
    case events(cluster: String)
    case rejects
    case heartbeat
    case metrics

    /// Publications are numbered per cluster, kind and master.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case offers
        case inverseOffers = "inverse-offers"
        case rescinds
        case replies
        case acks
        case runs
        case events
        case rejects
        case heartbeat
        case metrics
    }

    package var kind: Kind {
        switch self {
        case .offers: .offers
        case .inverseOffers: .inverseOffers
        case .rescinds: .rescinds
        case .replies: .replies
        case .acks: .acks
        case .runs: .runs
        case .events: .events
        case .rejects: .rejects
        case .heartbeat: .heartbeat
        case .metrics: .metrics
        }
    }

    /// The first words of topics that belong to no cluster, reserved as cluster names.
    static let wordsThatNameNoCluster: Set<String> = [
        jsonWord, Kind.rejects.rawValue, Kind.heartbeat.rawValue, Kind.metrics.rawValue,
    ]

    private static let jsonWord = "json"

    /// The prefix of topics and subscriptions in JSON.
    package static let jsonPrefix = "\(jsonWord)/"
}

// MARK: - Encoding

extension Topic {
    package func bytes(_ encoding: WireEncoding) -> [UInt8] {
        Self.bytes(of: parts, encoding)
    }

    /// Returns the subscription prefix for all topics of a cluster, for one kind, or for one kind and master.
    package static func prefix(
        cluster: String, kind: Kind? = nil, master: String? = nil, _ encoding: WireEncoding
    ) -> [UInt8] {
        precondition(kind != nil || master == nil, "a topic names its kind before its master")
        return bytes(of: [cluster, kind?.rawValue, master].compactMap(\.self), encoding)
    }

    private var parts: [String] {
        switch self {
        case .offers(let cluster, let master, let framework): [cluster, kind.rawValue, master, framework]
        case .inverseOffers(let cluster, let master, let framework): [cluster, kind.rawValue, master, framework]
        case .rescinds(let cluster, let master, let framework): [cluster, kind.rawValue, master, framework]
        case .replies(let cluster, let master): [cluster, kind.rawValue, master]
        case .acks(let cluster, let master): [cluster, kind.rawValue, master]
        case .runs(let cluster): [cluster, kind.rawValue]
        case .events(let cluster): [cluster, kind.rawValue]
        case .rejects, .heartbeat, .metrics: [kind.rawValue]
        }
    }

    private static func bytes(of parts: [String], _ encoding: WireEncoding) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(jsonWord.utf8.count + 1) { $0 + $1.utf8.count + 1 })
        if encoding == .json {
            bytes.append(contentsOf: jsonWord.utf8)
            bytes.append(slash)
        }
        for part in parts {
            for byte in part.utf8 {
                switch byte {
                case slash: bytes.append(contentsOf: encodedSlash)
                case percent: bytes.append(contentsOf: encodedPercent)
                default: bytes.append(byte)
                }
            }
            bytes.append(slash)
        }
        return bytes
    }

    private static let slash = UInt8(ascii: "/")
    private static let percent = UInt8(ascii: "%")
    private static let encodedSlash = Array("%2F".utf8)
    private static let encodedPercent = Array("%25".utf8)
}

// MARK: - Decoding

extension Topic {
    /// Parses a topic. Returns `nil` for every form that `bytes(_:)` does not write.
    package static func parse(_ bytes: some Collection<UInt8>) -> (topic: Topic, encoding: WireEncoding)? {
        guard var parts = split(bytes) else { return nil }
        var encoding = WireEncoding.binary
        if parts.first == jsonWord {
            parts.removeFirst()
            encoding = .json
        }
        guard let topic = Topic(parts: parts) else { return nil }
        return (topic, encoding)
    }

    private init?(parts: [String]) {
        if parts.count == 1 {
            switch Kind(rawValue: parts[0]) {
            case .rejects: self = .rejects
            case .heartbeat: self = .heartbeat
            case .metrics: self = .metrics
            default: return nil
            }
            return
        }
        guard parts.count >= 2, let kind = Kind(rawValue: parts[1]) else { return nil }
        switch (kind, parts.count) {
        case (.offers, 4): self = .offers(cluster: parts[0], master: parts[2], framework: parts[3])
        case (.inverseOffers, 4): self = .inverseOffers(cluster: parts[0], master: parts[2], framework: parts[3])
        case (.rescinds, 4): self = .rescinds(cluster: parts[0], master: parts[2], framework: parts[3])
        case (.replies, 3): self = .replies(cluster: parts[0], master: parts[2])
        case (.acks, 3): self = .acks(cluster: parts[0], master: parts[2])
        case (.runs, 2): self = .runs(cluster: parts[0])
        case (.events, 2): self = .events(cluster: parts[0])
        default: return nil
        }
    }

    /// Returns the kind of all topics with this prefix, or `nil` unless there is exactly one.
    package static func kind(ofPrefix bytes: [UInt8]) -> Kind? {
        let words = bytes.split(separator: slash, maxSplits: 3, omittingEmptySubsequences: false).dropLast()
        var names = words.map { String(decoding: $0, as: UTF8.self) }[...]
        if names.first == jsonWord { names = names.dropFirst() }
        guard let first = names.first else { return nil }
        if wordsThatNameNoCluster.contains(first) { return Kind(rawValue: first) }
        guard let second = names.dropFirst().first, let kind = Kind(rawValue: second) else { return nil }
        return wordsThatNameNoCluster.contains(second) ? nil : kind
    }

    /// Splits a topic into its decoded parts, each of which must end in `/`.
    private static func split(_ bytes: some Collection<UInt8>) -> [String]? {
        var parts: [String] = []
        var part: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case slash:
                guard let text = String(validating: part, as: UTF8.self) else { return nil }
                parts.append(text)
                part.removeAll(keepingCapacity: true)
            case percent:
                if rest.starts(with: encodedSlash.dropFirst()) {
                    part.append(slash)
                } else if rest.starts(with: encodedPercent.dropFirst()) {
                    part.append(percent)
                } else {
                    return nil
                }
                rest = rest.dropFirst(2)
            default:
                part.append(byte)
            }
        }
        return part.isEmpty ? parts : nil
    }
}
