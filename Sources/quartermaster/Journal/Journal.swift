import AllocatorJournal
import AllocatorWire
import ArgumentParser

/// What a worker keeps in its data directory.
struct Journal: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into the folder that a worker keeps its clusters in.",
        discussion: "Nothing in the folder is changed, and a worker may be at work on it meanwhile.",
        subcommands: [JournalVerify.self, JournalExport.self, JournalStats.self])
}

/// The folder and, where it is given, the one cluster that is meant.
struct JournalLocation: ParsableArguments {
    @Argument(help: "The folder that `serve --data` was given.")
    var folder: String

    @Option(help: .init("Only this cluster; without it, all.", valueName: "name"))
    var cluster: String?

    var directory: DataDirectoryReader { DataDirectoryReader(path: folder) }

    /// - Throws: where the folder cannot be read, or has no cluster.
    func clusters() throws -> [String] {
        if let cluster { return [cluster] }
        let clusters = try directory.clusters()
        guard !clusters.isEmpty else { throw NoClusters(folder: folder) }
        return clusters
    }
}

struct NoClusters: Error, CustomStringConvertible {
    let folder: String

    var description: String {
        "\(folder) holds no cluster's journal: give the folder that `quartermaster serve --data` was given"
    }
}
