import DequeModule

/// The events of one epoch that were handed over and are not acknowledged yet: it numbers them, keeps them in the batches in
/// which they are sent, and says which batch to send next, for the first time or again. A pure value: it is told the time.
///
/// A batch that is sent again goes as a whole, less what is acknowledged of it, so that it stays one message and the worker's
/// allocation runs come out the same.
package struct SendWindow: Sendable {
    package struct Limits: Hashable, Sendable {
        /// Events that may be unacknowledged at once.
        package var events: Int
        /// Bytes of them.
        package var bytes: Int
        /// Without any progress for so long, everything unacknowledged is sent again; the pause doubles each time.
        package var resendPause: Duration
        /// Up to where the pause grows.
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
        /// The number of its first event.
        package fileprivate(set) var first: UInt64
        /// One for each event.
        package fileprivate(set) var frames: [[UInt8]]

        package var last: UInt64 { first + UInt64(frames.count) - 1 }

        fileprivate var bytes: Int { frames.reduce(0) { $0 + $1.count } }
    }

    /// What an acknowledgement comes to.
    package enum Acknowledgement: Hashable, Sendable {
        case nothingNew
        case progress
        /// The worker no longer knows what it had acknowledged.
        case regressed
        /// It acknowledges what was never sent: somebody else uses this master's name and epoch.
        case unknown
    }

    package let limits: Limits

    /// The highest number that was acknowledged, and the highest that was given.
    package private(set) var acknowledged: UInt64 = 0
    package private(set) var last: UInt64 = 0

    private var batches: Deque<Batch> = []
    private var bytes = 0
    /// Of `batches`, how many were sent since the last rewind.
    private var sent = 0
    /// The highest number that was ever sent.
    private var highestSent: UInt64 = 0

    private var pause: Duration
    /// When there was progress last, or sending began, or began again.
    private var moved: ContinuousClock.Instant?
    /// From where the worker last asked to be sent again, and when that was heeded.
    private var asked: (from: UInt64, at: ContinuousClock.Instant)?

    package init(_ limits: Limits) {
        self.limits = limits
        pause = limits.resendPause
    }

    // MARK: - In

    package var isEmpty: Bool { batches.isEmpty }
    package var unacknowledged: Int { Int(last - acknowledged) }

    /// Whether a batch fits now. Into an empty window any does, so that none is too large for ever.
    package func hasRoom(events: Int, bytes: Int) -> Bool {
        isEmpty || (unacknowledged + events <= limits.events && self.bytes + bytes <= limits.bytes)
    }

    /// The number of the event that is appended next.
    package var next: UInt64 { last + 1 }

    /// - Precondition: `frames` is not empty; they carry the numbers from `next` on.
    package mutating func append(_ frames: [[UInt8]]) {
        precondition(!frames.isEmpty, "a batch has at least one event")
        let batch = Batch(first: next, frames: frames)
        batches.append(batch)
        bytes += batch.bytes
        last = batch.last
    }

    // MARK: - Out

    /// The batch to be sent now, until `recordSent` says that it was; nil where all were.
    package var nextToSend: Batch? { sent < batches.count ? batches[sent] : nil }

    /// Whether any event of it is sent for the first time.
    package func isNew(_ batch: Batch) -> Bool { batch.last > highestSent }

    package mutating func recordSent(at now: ContinuousClock.Instant) {
        guard let batch = nextToSend else { return }
        if sent == 0 { moved = now }
        sent += 1
        highestSent = max(highestSent, batch.last)
    }

    // MARK: - Acknowledged

    /// - Parameters:
    ///   - number: Everything up to it is done with.
    ///   - resendFrom: The worker misses what begins here; 0: nothing.
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

    /// Every event behind the gap makes the worker ask anew for the same: it is heeded once in a while.
    private mutating func sendAgain(from number: UInt64, at now: ContinuousClock.Instant) {
        if let asked, asked.from == number, now - asked.at < limits.resendPause { return }
        guard let index = batches.firstIndex(where: { $0.last >= number }), index < sent else { return }
        asked = (number, now)
        sent = index
        moved = index > 0 ? now : nil
    }

    /// Everything unacknowledged is sent again: the worker was restarted, and what was on the way to it is lost.
    package mutating func sendAllAgain() {
        sent = 0
        moved = nil
        pause = limits.resendPause
        asked = nil
    }

    // MARK: - Time

    /// When `advance` will send again what is still unacknowledged; nil where nothing is under way.
    package var due: ContinuousClock.Instant? { moved.map { $0 + pause } }

    /// Sends everything unacknowledged again where nothing has moved for too long.
    package mutating func advance(to now: ContinuousClock.Instant) {
        guard let due, now >= due else { return }
        sent = 0
        moved = nil
        pause = min(pause * 2, limits.longestResendPause)
    }
}
