/// The mapping between cluster names and folder names. They are equal, except for names that are reserved in a data
/// directory. Those are percent-encoded; cluster names cannot contain `%`.
enum ClusterFolder {
    static let journalFile = "journal.sqlite"
    private static let maximumNameLength = 255
    private static let taken: Set = [".", "..", DirectoryLock.fileName]

    /// - Returns: `nil` if the name is not valid for a cluster.
    static func name(of cluster: String) -> String? {
        guard isAllowed(cluster) else { return nil }
        guard taken.contains(cluster) else { return cluster }
        // Encodes every byte, so that a cluster named `..` becomes `%2E%2E` and never acts as a path.
        return cluster.utf8.map { byte in
            "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// Returns the cluster of a folder, or `nil` if the folder belongs to none.
    static func cluster(of name: String) -> String? {
        taken.first { self.name(of: $0) == name } ?? (isAllowed(name) && !taken.contains(name) ? name : nil)
    }

    private static func isAllowed(_ name: String) -> Bool {
        (1...maximumNameLength).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
