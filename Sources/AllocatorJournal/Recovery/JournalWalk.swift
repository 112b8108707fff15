/// Reads a journal once, in order, and separates intact content from damage. Changes nothing.
///
/// Call `findSnapshot` first, then `readEntries`.
struct JournalWalk {
    let database: JournalDatabase
    let limits: JournalLimits

    private(set) var findings: [JournalFinding] = []
    /// The position to apply entries from: that of the newest intact snapshot, or the beginning. `nil` if there is
    /// neither.
    private(set) var start: JournalPlace?
    /// The position after the last intact entry.
    private(set) var end = JournalPlace.beginning
    /// The usable snapshots, newest first.
    private(set) var snapshots: [Int] = []
    /// The number of the first usable entry, whether or not it exists.
    private(set) var firstEntry = 1

    /// - Parameter isSalvaged: Whether the file is truncated, so that SQLite opened it only with its checks disabled.
    init(_ database: JournalDatabase, isSalvaged: Bool, limits: JournalLimits) {
        self.database = database
        self.limits = limits
        if isSalvaged { findings.append(.structure("it is shorter than its header says")) }
    }

    /// Checks the file and all snapshots, and returns the newest intact one.
    mutating func findSnapshot() throws(JournalFailure) -> JournalSnapshot? {
        findings += try database.structureFaults().map(JournalFinding.structure)
        let (places, damagedPage) = try database.snapshotPlaces()
        var newest: JournalSnapshot?
        for place in places {
            let row = try database.snapshot(after: place, limits: limits)
            switch row.content {
            case .success(let snapshot):
                snapshots.append(place)
                if newest == nil { newest = snapshot }
            case .failure(let error):
                findings.append(.snapshot(afterEntry: place, error.fault))
            }
        }
        if let damagedPage { findings.append(.snapshotList(damagedPage)) }
        start = newest?.place
        if newest == nil { try startFromNothing(whereSnapshots: !places.isEmpty || damagedPage != nil) }
        end = start ?? .beginning
        return newest
    }

    /// Determines the start without a snapshot: all entries from 1 on must exist, or none in a new journal.
    private mutating func startFromNothing(whereSnapshots hadSnapshots: Bool) throws(JournalFailure) {
        let chunk = try database.entries(after: .min, limits: limits)
        let first = chunk.rows.first?.number
        switch (first, chunk.end) {
        case (1, _): start = .beginning
        case (nil, .lastRow) where !hadSnapshots: start = .beginning
        // There never was a snapshot, and the first entry is unreadable: the journal is truncated to nothing.
        case (nil, .damagedPage) where !hadSnapshots: start = .beginning
        default: findings.append(.nothingToStartFrom(firstEntry: first))
        }
    }

    /// The reason why there is no start.
    var objection: JournalFailure.Cause {
        for case .nothingToStartFrom(let entry) in findings { return .nothingToStartFrom(firstEntry: entry) }
        preconditionFailure("a walk that found no start says so")
    }

    /// Reads all intact entries. Holds one chunk in memory.
    ///
    /// - Parameter deliver: Receives the entries after `start`, in order. Its errors are rethrown.
    mutating func readEntries(_ deliver: (JournalEntry) throws -> Void) throws {
        guard let start else { return }
        var run = EntryRun(from: start)
        if let fault = try read(&run, after: .min, deliver) {
            if run.hasReachedStart {
                try cut(fault)
            } else {
                // The snapshot replaces all earlier entries, so their damage does not matter.
                findings.append(.fallback(entry: fault.entry, fault.fault))
                snapshots = Array(snapshots.prefix(1))
                run = EntryRun(behind: start)
                if let fault = try read(&run, after: start.entry, deliver) { try cut(fault) }
            }
        }
        (firstEntry, end) = (run.first ?? start.entry + 1, run.place ?? start)
        dropWhatCannotBeFallenBackTo(start)
    }

    /// Reads up to the first fault.
    /// - Returns: The fault and its entry, or `nil` if there is none.
    private func read(
        _ run: inout EntryRun, after number: Int, _ deliver: (JournalEntry) throws -> Void
    ) throws -> (entry: Int, fault: JournalFault)? {
        var number = number
        while true {
            let chunk = try database.entries(after: number, limits: limits)
            for row in chunk.rows {
                number = row.number
                if let fault = run.check(row) { return (run.next ?? number, fault) }
                if let entry = run.take(row) { try deliver(entry) }
            }
            switch chunk.end {
            case .more: break
            case .damagedPage(let message): return (run.next ?? 1, .pageDamaged(message))
            case .lastRow: return run.isCutShort ? (run.next ?? 1, .missing) : nil
            }
        }
    }

    private mutating func cut(_ fault: (entry: Int, fault: JournalFault)) throws(JournalFailure) {
        let remains = try database.remains(from: fault.entry, limits: limits)
        let tail = JournalTail(
            from: fault.entry, fault: fault.fault, rows: remains.rows, includesWholeEntries: remains.includeWhole)
        findings.append(.tail(tail))
    }

    /// Drops content that is useless as a fallback: a snapshot without all later entries, an entry without its
    /// predecessors.
    private mutating func dropWhatCannotBeFallenBackTo(_ start: JournalPlace) {
        let older = snapshots.dropFirst()
        for place in older where place + 1 < firstEntry { findings.append(.fallback(entry: place + 1, .missing)) }
        let usable = older.filter { $0 + 1 >= firstEntry }
        snapshots = snapshots.prefix(1) + usable
        if usable.isEmpty, firstEntry > 1 { firstEntry = start.entry + 1 }
    }
}
