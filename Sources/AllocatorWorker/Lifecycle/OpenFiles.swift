import Glibc

/// The limit of open files of this process, which includes sockets.
enum OpenFiles {
    /// The files that a worker opens beside its connections and journals, such as libzmq's own.
    private static let others: rlim_t = 1_024
    /// The files of a journal: the database, its log, the index of the log, and a temporary one.
    private static let ofJournal: rlim_t = 4

    /// Raises the limit to what connections and journals need, as far as the hard limit permits. When an accept fails
    /// for lack of file descriptors, libzmq retries it in a busy loop.
    ///
    /// - Returns: The limit if it is lower than needed, or `nil`.
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
