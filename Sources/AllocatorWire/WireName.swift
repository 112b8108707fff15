/// The names that senders choose for masters and clusters: 1 to 255 of `A–Z a–z 0–9 . _ -`.
package enum WireName {
    /// The cluster that is meant where an event names none.
    package static let defaultCluster = "default"

    /// The cluster that is meant by a name as events and questions have it: an empty one is the default's.
    package static func cluster(_ name: String) -> String { name.isEmpty ? defaultCluster : name }

    package static func isValidMaster(_ name: String) -> Bool {
        isWellFormed(name)
    }

    /// Whether a name is valid for a cluster: valid for a master, and not the first word of a topic that belongs to no
    /// cluster. With such a name, one topic could be read in two ways.
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
