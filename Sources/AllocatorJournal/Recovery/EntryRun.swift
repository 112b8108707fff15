/// A run of consecutive entries, which checks that each follows the one before.
struct EntryRun {
    /// The position of the newest intact snapshot, or the beginning.
    private let start: JournalPlace
    /// The position after the last entry, or `nil` until the first entry of the run is known.
    private(set) var place: JournalPlace?
    /// The number of the run's first entry.
    private(set) var first: Int?

    /// Creates a run that may begin before `start`, with entries kept as a fallback for the snapshot there.
    init(from start: JournalPlace) {
        self.start = start
        place = start.entry == 0 ? start : nil
    }

    /// Creates a run that begins after `start`.
    init(behind start: JournalPlace) {
        self.start = start
        place = start
    }

    /// The number of the next entry, or `nil` until it is known.
    var next: Int? { place.map { $0.entry + 1 } }

    /// Whether the next entry must be applied.
    var hasReachedStart: Bool { place.map { $0.entry >= start.entry } ?? false }

    /// Whether the run began but has not reached `start`.
    var isCutShort: Bool { place.map { $0.entry < start.entry } ?? false }

    /// Returns the reason why a row is not the next intact entry, or `nil` if it is.
    mutating func check(_ row: JournalRow<JournalEntry>) -> JournalFault? {
        // All entries up to the snapshot were pruned or dropped.
        if place == nil, row.number > start.entry { place = start }
        if let next, row.number != next { return .missing }
        switch row.content {
        case .failure(let error):
            return error.fault
        case .success(let entry):
            let follows = place.map { $0.events + 1 == entry.firstEvent } ?? true
            let meetsStart = entry.number != start.entry || entry.end == start
            return follows && meetsStart ? nil : .eventsOutOfOrder
        }
    }

    /// Advances past a checked row, and returns its entry if it must be applied.
    mutating func take(_ row: JournalRow<JournalEntry>) -> JournalEntry? {
        guard case .success(let entry) = row.content else { return nil }
        if first == nil { first = entry.number }
        place = entry.end
        return entry.number > start.entry ? entry : nil
    }
}
