import AllocatorJournal
import AllocatorWire
import Logging

/// The totals of the worker since it was started.
struct WorkerCounts {
    /// In all clusters.
    private(set) var acceptedEvents: UInt64 = 0
    private(set) var rejectedFrames: UInt64 = 0
    private var reportedRejects: UInt64 = 0
    private var lastReason = ""
    private var unkeptClusters: UInt64 = 0
    private var lastUnkept: JournalFailure?

    mutating func record(_ effect: ClusterEffect) {
        if case .accepted = effect { acceptedEvents += 1 }
    }

    mutating func record(_ reject: WireReject) {
        rejectedFrames += 1
        lastReason = reject.reason
    }

    /// Records that the journal of a new cluster couldn't be created.
    mutating func record(unkeptCluster failure: JournalFailure) {
        unkeptClusters += 1
        lastUnkept = failure
    }

    /// Logs the clusters that were refused since the last call.
    mutating func reportUnkeptClusters(to logger: Logger) {
        guard let failure = lastUnkept else { return }
        logger.error(
            "new clusters were refused: their journals could not be created",
            metadata: ["events": "\(unkeptClusters)", "last_reason": "\(failure)"])
        (unkeptClusters, lastUnkept) = (0, nil)
    }

    /// Logs rejected frames in aggregate: clients control their number.
    mutating func reportRejects(to logger: Logger) {
        guard rejectedFrames > reportedRejects else { return }
        logger.warning(
            "frames were rejected; subscribe to rejects/ to see them",
            metadata: [
                "new": "\(rejectedFrames - reportedRejects)", "total": "\(rejectedFrames)",
                "last_reason": "\(lastReason)",
            ])
        reportedRejects = rejectedFrames
    }
}
