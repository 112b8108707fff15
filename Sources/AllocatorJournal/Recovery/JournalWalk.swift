/// Reads a whole journal once, in order, and separates whole content from damage. It changes nothing.
///
/// First `findSnapshot`, then `readEntries`.
struct JournalWalk {
    let database: JournalDatabase
    let limits: JournalLimits

    private(set) var findings: [JournalFinding] = []
    /// The place of the first entry to apply: behind the newest whole snapshot, or the beginning; nil if there is
    /// neither.
    private(set) var start: JournalPlace?
    /// Behind the last whole entry.
    private(set) var end = JournalPlace.beginning
    /// The snapshots that are whole and of use, the newest first.
    private(set) var snapshots: [Int] = []
    /// The number of the first entry that is whole and of use. There may be none behind it.
    private(set) var firstEntry = 1

    /// - Parameter isSalvaged: SQLite opened the file only because it was told to overlook that its end is missing.
    init(_ database: JournalDatabase, isSalvaged: Bool, limits: JournalLimits) {
        self.database = database
        self.limits = limits
        if isSalvaged { findings.append(.structure("it is shorter than its header says")) }
    }

    /// Checks the file and all snapshots, and returns the newest that is whole.
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

    /// Without a snapshot everything must be there from entry 1 on; or nothing at all, in a journal that is new.
    private mutating func startFromNothing(whereSnapshots hadSnapshots: Bool) throws(JournalFailure) {
        let chunk = try database.entries(after: .min, limits: limits)
        let first = chunk.rows.first?.number
        switch (first, chunk.end) {
        case (1, _): start = .beginning
        case (nil, .lastRow) where !hadSnapshots: start = .beginning
        // Not even its first entry can be read, and there never was a snapshot: it is cut to nothing.
        case (nil, .damagedPage) where !hadSnapshots: start = .beginning
        default: findings.append(.nothingToStartFrom(firstEntry: first))
        }
    }

    /// Why there is no start.
    var objection: JournalFailure.Cause {
        for case .nothingToStartFrom(let entry) in findings { return .nothingToStartFrom(firstEntry: entry) }
        preconditionFailure("a walk that found no start says so")
    }

    /// Reads all entries that are whole. Memory: one chunk.
    ///
    /// - Parameter deliver: receives the entries behind `start`, in order. Its errors are rethrown.
    mutating func readEntries(_ deliver: (JournalEntry) throws -> Void) throws {
        guard let start else { return }
        var run = EntryRun(from: start)
        if let fault = try read(&run, after: .min, deliver) {
            if run.hasReachedStart {
                try cut(fault)
            } else {
                // The snapshot stands for all that came before it, damaged or missing.
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
    /// - Returns: the fault and its entry; nil if there is none up to the last row.
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

    /// An older snapshot is useful only with all entries behind it, and an entry only with its predecessors.
    private mutating func dropWhatCannotBeFallenBackTo(_ start: JournalPlace) {
        let older = snapshots.dropFirst()
        for place in older where place + 1 < firstEntry { findings.append(.fallback(entry: place + 1, .missing)) }
        let usable = older.filter { $0 + 1 >= firstEntry }
        snapshots = snapshots.prefix(1) + usable
        if usable.isEmpty, firstEntry > 1 { firstEntry = start.entry + 1 }
    }
}
