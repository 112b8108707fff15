/// Goes through everything in a journal, once and in order, and tells what is whole and what is not. It changes nothing.
///
/// First `findSnapshot`, then `readEntries`.
struct JournalWalk {
    let database: JournalDatabase
    let limits: JournalLimits

    private(set) var findings: [JournalFinding] = []
    /// Where the entries begin that are to be applied: behind the newest whole snapshot, or at the beginning. nil where there
    /// is neither.
    private(set) var start: JournalPlace?
    /// Behind the last whole entry.
    private(set) var end = JournalPlace.beginning
    /// The snapshots that are whole and of use, the newest first.
    private(set) var snapshots: [Int] = []
    /// The number of the first entry that is whole and of use. There may be none behind it.
    private(set) var firstEntry = 1

    init(_ database: JournalDatabase, limits: JournalLimits) {
        self.database = database
        self.limits = limits
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
    /// - Parameter deliver: gets those behind `start`, in order. What it throws is thrown on.
    mutating func readEntries(_ deliver: (JournalEntry) throws -> Void) throws {
        guard let start else { return }
        var run = EntryRun(from: start)
        if let fault = try read(&run, after: .min, deliver) {
            if run.hasReachedStart {
                try cut(run, fault)
            } else {
                // The snapshot stands for all that came before it, damaged or missing.
                findings.append(.fallback(entry: run.next ?? 1, fault))
                snapshots = Array(snapshots.prefix(1))
                run = EntryRun(behind: start)
                if let fault = try read(&run, after: start.entry, deliver) { try cut(run, fault) }
            }
        }
        (firstEntry, end) = (run.first ?? start.entry + 1, run.place ?? start)
        dropSnapshotsWithoutEntries()
    }

    /// Reads up to the first fault. nil where there is none up to the last row.
    private func read(
        _ run: inout EntryRun, after number: Int, _ deliver: (JournalEntry) throws -> Void
    ) throws -> JournalFault? {
        var number = number
        while true {
            let chunk = try database.entries(after: number, limits: limits)
            for row in chunk.rows {
                number = row.number
                if let fault = run.check(row) { return fault }
                if let entry = run.take(row) { try deliver(entry) }
            }
            switch chunk.end {
            case .more: break
            case .damagedPage(let message): return .pageDamaged(message)
            case .lastRow: return run.isCutShort ? .missing : nil
            }
        }
    }

    private mutating func cut(_ run: EntryRun, _ fault: JournalFault) throws(JournalFailure) {
        let from = (run.place ?? .beginning).entry + 1
        let remains = try database.remains(from: from, limits: limits)
        findings.append(
            .tail(JournalTail(from: from, fault: fault, rows: remains.rows, includesWholeEntries: remains.includeWhole))
        )
    }

    /// A snapshot older than the newest is of use only with all entries behind it.
    private mutating func dropSnapshotsWithoutEntries() {
        for place in snapshots.dropFirst() where place + 1 < firstEntry {
            findings.append(.fallback(entry: place + 1, .missing))
        }
        snapshots = snapshots.prefix(1) + snapshots.dropFirst().filter { $0 + 1 >= firstEntry }
    }
}
