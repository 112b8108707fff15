import AllocatorJournal
import AllocatorWire
import Logging

/// What the worker has counted since it was started.
struct WorkerCounts {
    /// In all clusters.
    private(set) var acceptedEvents: UInt64 = 0
    private(set) var rejectedFrames: UInt64 = 0
    private var reportedRejects: UInt64 = 0
    private var lastReason = ""
    private var unkeptClusters: UInt64 = 0
    private var lastUnkept: JournalFailure?

    mutating func note(_ effect: ClusterEffect) {
        if case .accepted = effect { acceptedEvents += 1 }
    }

    mutating func note(_ reject: WireReject) {
        rejectedFrames += 1
        lastReason = reject.reason
    }

    /// The journal of a new cluster could not be begun.
    mutating func note(unkeptCluster failure: JournalFailure) {
        unkeptClusters += 1
        lastUnkept = failure
    }

    /// One line for all of them since the last one.
    mutating func reportUnkeptClusters(to logger: Logger) {
        guard let failure = lastUnkept else { return }
        logger.error(
            "new clusters were refused: their journals could not be begun",
            metadata: ["events": "\(unkeptClusters)", "last_reason": "\(failure)"])
        (unkeptClusters, lastUnkept) = (0, nil)
    }

    /// One line for all rejects since the last one: their number is in the hands of whoever sends.
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
