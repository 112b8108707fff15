/// Entries as they follow each other without a gap.
struct EntryRun {
    /// The place of the newest whole snapshot, or the beginning.
    private let start: JournalPlace
    /// Behind the last entry taken; nil until it is known with which the run begins.
    private(set) var place: JournalPlace?
    /// The number of the first entry taken.
    private(set) var first: Int?

    /// A run that may begin before `start`, with entries that are kept in case the snapshot there is lost.
    init(from start: JournalPlace) {
        self.start = start
        place = start.entry == 0 ? start : nil
    }

    /// A run that begins behind `start`.
    init(behind start: JournalPlace) {
        self.start = start
        place = start
    }

    /// The number of the entry that comes next; nil until it is known.
    var next: Int? { place.map { $0.entry + 1 } }

    /// Whether the next entry is to be applied.
    var hasReachedStart: Bool { place.map { $0.entry >= start.entry } ?? false }

    /// It began, but ended before `start`.
    var isCutShort: Bool { place.map { $0.entry < start.entry } ?? false }

    /// The reason why a row is not the next whole entry; nil if it is.
    mutating func check(_ row: JournalRow<JournalEntry>) -> JournalFault? {
        // All that came before the snapshot was pruned, or given up, before.
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

    /// Takes in a row that was checked, and returns its entry if it is to be applied.
    mutating func take(_ row: JournalRow<JournalEntry>) -> JournalEntry? {
        guard case .success(let entry) = row.content else { return nil }
        if first == nil { first = entry.number }
        place = entry.end
        return entry.number > start.entry ? entry : nil
    }
}
