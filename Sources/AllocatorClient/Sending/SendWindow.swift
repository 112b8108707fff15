import DequeModule

/// The window of unacknowledged events of one epoch. It numbers events, keeps them in their batches, and says which
/// batch to send or resend next. A pure value that is told the time.
///
/// A batch is resent as a whole, without its acknowledged events. It stays one message, so that the worker's allocation
/// runs stay the same.
package struct SendWindow: Sendable {
    package struct Limits: Hashable, Sendable {
        /// The maximum number of unacknowledged events.
        package var events: Int
        /// The maximum number of their bytes.
        package var bytes: Int
        /// The time without progress after which everything unacknowledged is resent. It doubles each time.
        package var resendPause: Duration
        /// The maximum of the doubled time.
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
        /// The worker no longer knows what it had acknowledged.
        case regressed
        /// It acknowledges an event that was never sent: another client uses this master's name and epoch.
        case unknown
    }

    package let limits: Limits

    /// The highest number that was acknowledged, and the highest that was given.
    package private(set) var acknowledged: UInt64 = 0
    package private(set) var last: UInt64 = 0

    private var batches: Deque<Batch> = []
    private var bytes = 0
    /// The number of `batches` that were sent since the last rewind.
    private var sent = 0
    /// The highest number that was ever sent.
    private var highestSent: UInt64 = 0

    private var pause: Duration
    /// The time of the last progress, or of the start of sending or resending.
    private var moved: ContinuousClock.Instant?
    /// The number from which the worker last asked for a resend, and when the window was rewound to it.
    private var asked: (from: UInt64, at: ContinuousClock.Instant)?

    package init(_ limits: Limits) {
        self.limits = limits
        pause = limits.resendPause
    }

    // MARK: - In

    package var isEmpty: Bool { batches.isEmpty }
    package var unacknowledged: Int { Int(last - acknowledged) }

    /// Whether a batch fits now. An empty window has room for any batch, so that none is too large forever.
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

    // MARK: - Out

    /// The batch to send now, until `recordSent`, or `nil` if all batches were sent.
    package var nextToSend: Batch? { sent < batches.count ? batches[sent] : nil }

    /// Whether the batch has events that were not sent before.
    package func isNew(_ batch: Batch) -> Bool { batch.last > highestSent }

    package mutating func recordSent(at now: ContinuousClock.Instant) {
        guard let batch = nextToSend else { return }
        if sent == 0 { moved = now }
        sent += 1
        highestSent = max(highestSent, batch.last)
    }

    // MARK: - Acknowledged

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

    /// Rewinds to a number that the worker asks for. Each event behind a gap repeats the request, so that equal ones
    /// are ignored for a while.
    private mutating func sendAgain(from number: UInt64, at now: ContinuousClock.Instant) {
        if let asked, asked.from == number, now - asked.at < limits.resendPause { return }
        guard let index = batches.firstIndex(where: { $0.last >= number }), index < sent else { return }
        asked = (number, now)
        sent = index
        moved = index > 0 ? now : nil
    }

    /// Rewinds to the first unacknowledged event: the worker was restarted, and what was on the way to it is lost.
    package mutating func sendAllAgain() {
        sent = 0
        moved = nil
        pause = limits.resendPause
        asked = nil
    }

    // MARK: - Time

    /// The time at which `advance` will resend what is unacknowledged, or `nil` if nothing was sent.
    package var due: ContinuousClock.Instant? { moved.map { $0 + pause } }

    /// Rewinds to the first unacknowledged event if there was no progress for too long.
    package mutating func advance(to now: ContinuousClock.Instant) {
        guard let due, now >= due else { return }
        sent = 0
        moved = nil
        pause = min(pause * 2, limits.longestResendPause)
    }
}
