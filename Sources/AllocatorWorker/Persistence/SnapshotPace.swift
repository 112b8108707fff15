/// The intervals between snapshots of a cluster, in events and in bytes. Whichever is reached first makes one due.
package struct SnapshotPace: Hashable, Sendable {
    package var events = 100_000
    /// Bytes of entries. The interval is the size of the newest snapshot if that is larger.
    package var bytes = 64 << 20

    package init() {}

    /// The amount committed since the newest snapshot.
    package struct Progress: Hashable, Sendable {
        /// Accepted events. An entry without any counts as one.
        private(set) var events = 0
        private(set) var bytes = 0
        private var snapshotBytes = 0

        package init() {}

        package var isEmpty: Bool { events == 0 }

        package mutating func record(events: Int, bytes: Int) {
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
