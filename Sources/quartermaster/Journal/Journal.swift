import AllocatorJournal
import AllocatorWire
import ArgumentParser

/// Reads the data directory of a worker.
struct Journal: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Inspect the data directory of a worker.",
        discussion: "The commands only read, and a worker may use the directory at the same time.",
        subcommands: [JournalVerify.self, JournalExport.self, JournalStats.self])
}

/// The options that select a data directory and one or all of its clusters.
struct JournalLocation: ParsableArguments {
    @Argument(help: "The data directory, as given to `serve --data`.")
    var folder: String

    @Option(help: .init("Only this cluster. Without it: all clusters.", valueName: "name"))
    var cluster: String?

    var directory: DataDirectoryReader { DataDirectoryReader(path: folder) }

    /// The names of the selected clusters.
    ///
    /// - Throws: `JournalFailure` if the directory cannot be read, and `NoClusters` if it is empty.
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
        "\(folder) contains no journals: give the directory that was given to `quartermaster serve --data`"
    }
}
