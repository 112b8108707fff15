/// The kind of damage to an entry or a snapshot.
package enum JournalFault: Hashable, Sendable {
    /// Its bytes differ from those written.
    case checksumWrong
    /// It should come next, and another does, or it is missing in the middle.
    case missing
    /// It does not go on with the event at which the one before ended.
    case eventsOutOfOrder
    /// A column that holds no number, or a number or size past its bound.
    case valueOutOfBounds(column: String)
    /// SQLite found the page damaged that it lies on.
    case pageDamaged(String)
}

extension JournalFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .checksumWrong: "its checksum is wrong"
        case .missing: "it is missing"
        case .eventsOutOfOrder: "it does not go on where the entry before it ended"
        case .valueOutOfBounds(let column): "its \(column) is out of bounds"
        case .pageDamaged(let message): "SQLite cannot read it: \(message)"
        }
    }
}
