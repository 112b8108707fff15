extension ClusterJournal {
    /// Reads the content to apply, in order: the newest whole snapshot, then the entries behind it. It holds the
    /// snapshot, or one chunk of entries, in memory.
    ///
    /// Repairs damage: removes entries that are not whole, and everything behind them, from the file, and reports it.
    /// Keeps a copy of the damaged file if more than a torn end is removed. A crash on the way leaves the file as it
    /// was.
    ///
    /// - Parameters:
    ///   - restore: receives the snapshot, if there is one.
    ///   - replay: receives each entry. Neither closure may call the journal.
    /// - Throws: errors of the closures, or a `JournalFailure`. The file is then unchanged.
    /// - Complexity: O(n) in the size of the kept content.
    package func recover(
        restore: (JournalSnapshot) throws -> Void, replay: (JournalEntry) throws -> Void
    ) throws -> JournalRecovery {
        precondition(place == nil, "a journal is recovered once")
        try Rebuild.removeScratch(of: path)
        var walk = JournalWalk(database, isSalvaged: isSalvaged, limits: limits)
        let snapshot = try walk.findSnapshot()
        guard walk.start != nil else {
            throw JournalFailure(operation: .recover, path: path, cause: walk.objection)
        }
        if let snapshot { try restore(snapshot) }
        try walk.readEntries(replay)
        let keptAside = walk.findings.isEmpty ? nil : try repair(walk)
        try database.markSyncs(durability)
        let tornBytes = log?.tornBytes ?? 0
        let damage = [log?.damage].compactMap(\.self)
        // Frames that SQLite did not read must not become part of the continued log. For a torn commit, which was not
        // acknowledged, it does no harm if a reader prevents the restart.
        if !damage.isEmpty { try database.beginLog() } else if tornBytes > 0 { try? database.beginLog() }
        files = JournalFiles(path: path)
        place = walk.end
        return JournalRecovery(
            snapshot: snapshot?.place, end: walk.end, findings: damage.map(JournalFinding.log) + walk.findings,
            tornBytes: tornBytes, keptAside: keptAside ?? damagedLogCopy)
    }

    /// Takes the place of `recover` for a journal that is to be empty.
    package func begin() throws(JournalFailure) {
        do {
            _ = try recover { _ in
            } replay: { _ in
            }
        } catch let failure as JournalFailure {
            throw failure
        } catch {
            preconditionFailure("what takes nothing throws nothing: \(error)")
        }
    }

    private func repair(_ walk: JournalWalk) throws(JournalFailure) -> String? {
        var keptAside: String?
        if walk.findings.contains(where: \.isWorthKeeping) {
            keptAside = try Rebuild.keepAside(database, limit: limits.maximumDamagedCopies)
        }
        try Rebuild.run(walk)
        // Opened anew, nothing of the damage is left in SQLite's memory, and the file proves that it opens.
        try database.close(.rebuild)
        (database, isSalvaged) = try JournalDatabase.writing(path: path, durability: durability, limits: limits)
        try folder.sync()
        return keptAside
    }
}
