extension ClusterJournal {
    /// Recovers the state: passes on the newest intact snapshot, then the entries after it, in order. Holds the
    /// snapshot or one chunk of entries in memory.
    ///
    /// Repairs and reports damage: removes damaged entries and everything after them. Keeps a copy of the damaged file
    /// if more than a torn end is removed. A crash during recovery leaves the file unchanged.
    ///
    /// - Parameters:
    ///   - restore: Receives the snapshot, if there is one.
    ///   - replay: Receives each entry. Neither closure may call the journal.
    /// - Throws: The errors of the closures, or a `JournalFailure`. The file is unchanged then.
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
        // Restart the log, so that frames SQLite did not read never become part of it. After a torn commit, which was
        // never acknowledged, a reader may prevent the restart without harm.
        if !damage.isEmpty { try database.beginLog() } else if tornBytes > 0 { try? database.beginLog() }
        files = JournalFiles(path: path)
        place = walk.end
        return JournalRecovery(
            snapshot: snapshot?.place, end: walk.end, findings: damage.map(JournalFinding.log) + walk.findings,
            tornBytes: tornBytes, keptAside: keptAside ?? damagedLogCopy)
    }

    /// Starts a journal that must be empty, instead of `recover`.
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
        // Reopening discards SQLite's cached pages and proves that the file opens.
        try database.close(.rebuild)
        (database, isSalvaged) = try JournalDatabase.writing(path: path, durability: durability, limits: limits)
        try folder.sync()
        return keptAside
    }
}
