/// A fuzz target: a reader of untrusted bytes.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// Events in binary, by the reader of hot calls and by the generated decoder.
    case events
    /// Events in JSON.
    case json
    /// Questions in both encodings, and their answers.
    case queries
    /// A journal's rows, and its file.
    case journal
    /// The files of machines and requests of `quartermaster load`.
    case csv
    /// Sequences of events in both encodings, applied to a cluster.
    case calls

    /// The maximum length of an input, in bytes. Longer inputs find no more than shorter ones, and take longer to
    /// mutate.
    package var maximumLength: Int {
        switch self {
        // Fits any call or question with repeated fields, and snapshots and entries of a small cluster.
        case .events, .json, .queries, .journal: 4_096
        // Fits a header with every column and tens of rows.
        case .csv: 2_048
        // Fits about ten calls. The invariants of the whole cluster are checked after each.
        case .calls: 1_024
        }
    }

    /// - Throws: An error if the target's environment, such as a folder, cannot be created.
    package func reader() throws -> any FuzzedReader {
        switch self {
        case .events: try EventReader()
        case .json: JSONEventReader()
        case .queries: try QueryReader()
        case .journal: try JournalInputReader()
        case .csv: CSVReader()
        case .calls: try CallReader()
        }
    }
}

/// A reader that processes an input as the program would. No state may carry over to the next input.
package protocol FuzzedReader: Sendable {
    /// - Throws: `Finding` if a guarantee is violated. A proper refusal is not a finding.
    mutating func read(_ input: [UInt8]) throws(Finding)
}

/// A guarantee that an input violates.
package struct Finding: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
