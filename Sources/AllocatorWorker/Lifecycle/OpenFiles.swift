import Glibc

/// How many files this process may have open, sockets among them.
enum OpenFiles {
    /// What a worker opens beside its connections and journals: libzmq's own, logs.
    private static let others: rlim_t = 1_024
    /// Of each journal: the database file, its log, the index of that, and one for a moment.
    private static let ofJournal: rlim_t = 4

    /// Asks the system for as many as the connections may take, within what it allows without privileges. Where an accept fails
    /// for want of a file, libzmq tries it again and again.
    ///
    /// - Returns: how many there may be, where that is fewer than could be needed; else nil.
    static func makeRoom(forConnections connections: Int, journals: Int) -> Int? {
        let needed = rlim_t(connections) + rlim_t(journals) * ofJournal + others
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < needed else {
            return nil
        }
        limit.rlim_cur = min(limit.rlim_max, needed)
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur >= needed else {
            return Int(clamping: limit.rlim_cur)
        }
        return nil
    }
}
