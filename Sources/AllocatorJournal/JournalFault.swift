/// The kind of damage to an entry or a snapshot.
package enum JournalFault: Hashable, Sendable {
    /// The checksum does not match.
    case checksumWrong
    /// The number is skipped in the sequence.
    case missing
    /// Its first event does not follow the last event of the entry before.
    case eventsOutOfOrder
    /// A column holds no number, or a number or size out of bounds.
    case valueOutOfBounds(column: String)
    /// SQLite reports its page as corrupt.
    case pageDamaged(String)
}

extension JournalFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .checksumWrong: "its checksum is wrong"
        case .missing: "it is missing"
        case .eventsOutOfOrder: "its events do not follow those of the entry before it"
        case .valueOutOfBounds(let column): "its \(column) is out of bounds"
        case .pageDamaged(let message): "SQLite cannot read it: \(message)"
        }
    }
}
