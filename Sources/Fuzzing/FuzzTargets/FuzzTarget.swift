/// A reader of untrusted bytes, to be tried with any input.
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
    /// Events of both encodings one after the other, applied to a cluster.
    case calls

    /// The maximum length of an input, in bytes. Longer inputs repeat what shorter ones find, and take longer to mutate
    /// everywhere.
    package var maximumLength: Int {
        switch self {
        // Any call or question with several of everything in it; snapshots and entries of a cluster of a few agents.
        case .events, .json, .queries, .journal: 4_096
        // A header with every column and some tens of rows.
        case .csv: 2_048
        // Some ten calls: each is followed by adding up the whole cluster.
        case .calls: 1_024
        }
    }

    /// - Throws: where the target's own surroundings cannot be made, such as a folder.
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

/// Reads what it is given as the program would. Nothing of one input is left for the next.
package protocol FuzzedReader: Sendable {
    /// - Throws: a promise that was broken. Bytes that are refused as they should be are none.
    mutating func read(_ input: [UInt8]) throws(Finding)
}

/// A promise that does not hold for some input.
package struct Finding: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
