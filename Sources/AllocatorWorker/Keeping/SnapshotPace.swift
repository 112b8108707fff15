/// When a snapshot of a cluster is due: after so many events or so many bytes, what comes first.
package struct SnapshotPace: Hashable, Sendable {
    package var events = 100_000
    /// Of entries. A snapshot that is larger itself is due when as much has come again.
    package var bytes = 64 << 20

    package init() {}

    /// What was kept of a cluster since its newest snapshot.
    package struct Progress: Hashable, Sendable {
        /// Accepted ones, and entries without any.
        private(set) var events = 0
        private(set) var bytes = 0
        private var snapshotBytes = 0

        package init() {}

        package var isEmpty: Bool { events == 0 }

        package mutating func note(events: Int, bytes: Int) {
            self.events += max(1, events)
            self.bytes += bytes
        }

        package mutating func begin(behindSnapshotOf size: Int) {
            (events, bytes, snapshotBytes) = (0, 0, size)
        }

        fileprivate func isDue(_ pace: SnapshotPace) -> Bool {
            events >= pace.events || bytes >= max(pace.bytes, snapshotBytes)
        }
    }

    package func isDue(_ progress: Progress) -> Bool { progress.isDue(self) }
}
