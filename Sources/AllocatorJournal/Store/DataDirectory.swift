/// The data directory (`--data`), locked by this worker while this value or a journal opened from it exists.
///
/// It contains one folder for each cluster, with one SQLite database.
package struct DataDirectory: Sendable {
    package let path: String
    private let lock: DirectoryLock

    /// Creates the folder unless it exists, and locks it.
    ///
    /// - Throws: `inUse` if another worker, or this process, has it already.
    package init(path: String) throws(JournalFailure) {
        let folder = Folder(path: path)
        try folder.create()
        lock = try DirectoryLock(folder: folder)
        self.path = path
    }

    /// Lists the clusters with a journal, sorted by the bytes of their names.
    package func clusters() throws(JournalFailure) -> [String] { try Self.clusters(in: path) }

    /// Opens a cluster's journal, or creates it. Call `recover` on it first.
    package func openJournal(
        ofCluster cluster: String, durability: Durability, limits: JournalLimits = JournalLimits(),
        damagedLog: DamagedLogPolicy = .refuse
    ) throws(JournalFailure) -> ClusterJournal {
        let folder = try Self.folder(of: cluster, in: path)
        try folder.create()
        return try ClusterJournal(
            folder: folder, durability: durability, limits: limits, damagedLog: damagedLog, lock: lock)
    }

    static func clusters(in path: String) throws(JournalFailure) -> [String] {
        try Folder(path: path).names()
            .filter { Folder.size(ofFile: "\(path)/\($0)/\(ClusterFolder.journalFile)") != nil }
            .compactMap(ClusterFolder.cluster)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    static func folder(of cluster: String, in path: String) throws(JournalFailure) -> Folder {
        guard let name = ClusterFolder.name(of: cluster) else {
            throw JournalFailure(operation: .nameCluster, path: path, cause: .nameNotAllowed(cluster))
        }
        return Folder(path: "\(path)/\(name)")
    }
}

/// A read-only view of a data directory, also while a worker writes to it. It takes no lock.
package struct DataDirectoryReader: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Lists the clusters with a journal, sorted by the bytes of their names.
    package func clusters() throws(JournalFailure) -> [String] { try DataDirectory.clusters(in: path) }

    /// - Throws: `noSuchCluster` if the cluster has no journal.
    package func openJournal(
        ofCluster cluster: String, limits: JournalLimits = JournalLimits()
    ) throws(JournalFailure) -> JournalReader {
        let file = "\(try DataDirectory.folder(of: cluster, in: path).path)/\(ClusterFolder.journalFile)"
        guard Folder.size(ofFile: file) != nil else {
            throw JournalFailure(operation: .read, path: path, cause: .noSuchCluster(cluster))
        }
        return try JournalReader(path: file, limits: limits)
    }
}
