import DequeModule

/// The window of unacknowledged events of one epoch. It numbers events, keeps their batches, and selects the next batch
/// to send or resend. A pure value that is told the time.
///
/// A batch is resent as one message, without its acknowledged events. The boundaries of batches must not change,
/// because they determine the worker's allocation runs.
package struct SendWindow: Sendable {
    package struct Limits: Hashable, Sendable {
        /// The maximum number of unacknowledged events.
        package var events: Int
        /// The maximum size of unacknowledged events in bytes.
        package var bytes: Int
        /// The time without progress after which all unacknowledged events are resent. It doubles with each attempt.
        package var resendPause: Duration
        /// The upper bound of the doubled time.
        package var longestResendPause: Duration

        package init(
            events: Int, bytes: Int, resendPause: Duration, longestResendPause: Duration = .seconds(30)
        ) {
            self.events = events
            self.bytes = bytes
            self.resendPause = resendPause
            self.longestResendPause = longestResendPause
        }
    }

    package struct Batch: Hashable, Sendable {
        /// The number of the first event.
        package fileprivate(set) var first: UInt64
        /// The frames, one for each event.
        package fileprivate(set) var frames: [[UInt8]]

        package var last: UInt64 { first + UInt64(frames.count) - 1 }

        fileprivate var bytes: Int { frames.reduce(0) { $0 + $1.count } }
    }

    /// The effect of an acknowledgement.
    package enum Acknowledgement: Hashable, Sendable {
        case nothingNew
        case progress
        /// The worker no longer knows events that it had acknowledged.
        case regressed
        /// The acknowledged event was never sent: another client uses this master's name and epoch.
        case unknown
    }

    package let limits: Limits

    /// The highest acknowledged number, and the highest assigned one.
    package private(set) var acknowledged: UInt64 = 0
    package private(set) var last: UInt64 = 0

    private var batches: Deque<Batch> = []
    private var bytes = 0
    /// The number of `batches` that were sent since the last rewind.
    private var sent = 0
    /// The highest number that was ever sent.
    private var highestSent: UInt64 = 0

    private var pause: Duration
    /// The time of the last progress, or the start of the current sending or resending.
    private var moved: ContinuousClock.Instant?
    /// The last number from which the worker requested a resend, and the time of the rewind.
    private var asked: (from: UInt64, at: ContinuousClock.Instant)?

    package init(_ limits: Limits) {
        self.limits = limits
        pause = limits.resendPause
    }

    // MARK: - Appending

    package var isEmpty: Bool { batches.isEmpty }
    package var unacknowledged: Int { Int(last - acknowledged) }

    /// Whether a batch fits now. An empty window has room for a batch of any size, so that every batch can be sent.
    package func hasRoom(events: Int, bytes: Int) -> Bool {
        isEmpty || (unacknowledged + events <= limits.events && self.bytes + bytes <= limits.bytes)
    }

    /// The number of the event that is appended next.
    package var next: UInt64 { last + 1 }

    /// - Precondition: `frames` is not empty, and its numbers start at `next`.
    package mutating func append(_ frames: [[UInt8]]) {
        precondition(!frames.isEmpty, "a batch has at least one event")
        let batch = Batch(first: next, frames: frames)
        batches.append(batch)
        bytes += batch.bytes
        last = batch.last
    }

    // MARK: - Sending

    /// The batch to send next, or `nil` if all batches were sent. `recordSent` moves on to the following one.
    package var nextToSend: Batch? { sent < batches.count ? batches[sent] : nil }

    /// Whether the batch has events that were not sent before.
    package func isNew(_ batch: Batch) -> Bool { batch.last > highestSent }

    package mutating func recordSent(at now: ContinuousClock.Instant) {
        guard let batch = nextToSend else { return }
        if sent == 0 { moved = now }
        sent += 1
        highestSent = max(highestSent, batch.last)
    }

    // MARK: - Acknowledgements

    /// - Parameters:
    ///   - number: The number up to which events are acknowledged.
    ///   - resendFrom: The first number that the worker is missing, or 0.
    package mutating func acknowledge(
        _ number: UInt64, resendFrom: UInt64, at now: ContinuousClock.Instant
    ) -> Acknowledgement {
        guard number <= highestSent else { return .unknown }
        guard number >= acknowledged else { return .regressed }
        let isProgress = number > acknowledged
        if isProgress { drop(upTo: number, at: now) }
        if resendFrom > acknowledged { sendAgain(from: resendFrom, at: now) }
        return isProgress ? .progress : .nothingNew
    }

    private mutating func drop(upTo number: UInt64, at now: ContinuousClock.Instant) {
        acknowledged = number
        while let first = batches.first, first.last <= number {
            batches.removeFirst()
            bytes -= first.bytes
            sent = max(0, sent - 1)
        }
        if let first = batches.first, first.first <= number {
            let done = Int(number - first.first) + 1
            bytes -= first.frames.prefix(done).reduce(0) { $0 + $1.count }
            batches[0].frames.removeFirst(done)
            batches[0].first = number + 1
        }
        pause = limits.resendPause
        moved = sent > 0 ? now : nil
    }

    /// Rewinds to a number that the worker requests. Every event after a gap repeats the request, so repetitions are
    /// ignored for a while.
    private mutating func sendAgain(from number: UInt64, at now: ContinuousClock.Instant) {
        if let asked, asked.from == number, now - asked.at < limits.resendPause { return }
        guard let index = batches.firstIndex(where: { $0.last >= number }), index < sent else { return }
        asked = (number, now)
        sent = index
        moved = index > 0 ? now : nil
    }

    /// Rewinds to the first unacknowledged event because a restart of the worker may have lost events in transit.
    package mutating func sendAllAgain() {
        sent = 0
        moved = nil
        pause = limits.resendPause
        asked = nil
    }

    // MARK: - Time

    /// The time at which `advance` will resend unacknowledged events, or `nil` if nothing was sent.
    package var due: ContinuousClock.Instant? { moved.map { $0 + pause } }

    /// Rewinds to the first unacknowledged event if there has been no progress for too long.
    package mutating func advance(to now: ContinuousClock.Instant) {
        guard let due, now >= due else { return }
        sent = 0
        moved = nil
        pause = min(pause * 2, limits.longestResendPause)
    }
}
