/// The rules for the names of masters and clusters: 1 to 255 characters of `A–Z a–z 0–9 . _ -`.
package enum WireName {
    /// The cluster of events that name none.
    package static let defaultCluster = "default"

    /// Resolves a cluster name of an event or question: an empty name means the default cluster.
    package static func cluster(_ name: String) -> String { name.isEmpty ? defaultCluster : name }

    package static func isValidMaster(_ name: String) -> Bool {
        isWellFormed(name)
    }

    /// Whether a name is valid for a cluster: valid for a master, and not a reserved first word of a topic, which would
    /// make topics ambiguous.
    package static func isValidCluster(_ name: String) -> Bool {
        isWellFormed(name) && !Topic.wordsThatNameNoCluster.contains(name)
    }

    private static func isWellFormed(_ name: String) -> Bool {
        let bytes = name.utf8
        return (1...WireLimits.maximumNameLength).contains(bytes.count) && bytes.allSatisfy(isAllowed)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}
