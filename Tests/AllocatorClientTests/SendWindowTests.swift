import AllocatorClient
import AllocatorTesting
import Testing

/// The batches that are sent and resent. The frame of an event is its number.
@Suite("The window of unacknowledged events", .timeLimit(.minutes(2)))
struct SendWindowTests {
    private let start = ContinuousClock.now

    private func window(events: Int = 10, bytes: Int = 1_000) -> SendWindow {
        SendWindow(.init(events: events, bytes: bytes, resendPause: .seconds(1), longestResendPause: .seconds(4)))
    }

    /// Sends everything due and returns the numbers of each batch.
    private func sendAll(_ window: inout SendWindow, at now: ContinuousClock.Instant) -> [[UInt64]] {
        var sent: [[UInt64]] = []
        while let batch = window.nextToSend {
            sent.append(batch.numbers)
            window.recordSent(at: now)
        }
        return sent
    }

    @Test func `batches are numbered on and sent once, in order`() {
        var window = window()
        window.appendBatch(of: 2)
        window.appendBatch(of: 3)
        #expect(sendAll(&window, at: start) == [[1, 2], [3, 4, 5]])
        #expect(sendAll(&window, at: start).isEmpty)
        #expect(window.last == 5)
        #expect(window.unacknowledged == 5)
    }

    @Test func `a window has room up to its limits, and always if it is empty`() {
        var window = window(events: 4, bytes: 4 * SendWindow.Batch.frameSize)
        #expect(window.hasRoom(events: 9, bytes: 10_000))
        window.appendBatch(of: 3)
        #expect(window.hasRoom(events: 1, bytes: SendWindow.Batch.frameSize))
        #expect(!window.hasRoom(events: 2, bytes: 2))
        #expect(!window.hasRoom(events: 1, bytes: 2 * SendWindow.Batch.frameSize))
        _ = sendAll(&window, at: start)
        #expect(window.acknowledge(2, resendFrom: 0, at: start) == .progress)
        #expect(window.hasRoom(events: 3, bytes: 3 * SendWindow.Batch.frameSize))
        #expect(!window.hasRoom(events: 4, bytes: 4))
    }

    @Test func `a batch is resent whole without its acknowledged events`() {
        var window = window()
        window.appendBatch(of: 4)
        window.appendBatch(of: 2)
        _ = sendAll(&window, at: start)
        #expect(window.acknowledge(2, resendFrom: 3, at: start) == .progress)
        #expect(sendAll(&window, at: start) == [[3, 4], [5, 6]])
    }

    @Test func `a reported gap rewinds to its batch, and repeated reports are ignored`() {
        var window = window()
        for _ in 1...4 { window.appendBatch(of: 2) }
        _ = sendAll(&window, at: start)
        #expect(window.acknowledge(0, resendFrom: 4, at: start) == .nothingNew)
        #expect(sendAll(&window, at: start) == [[3, 4], [5, 6], [7, 8]])
        #expect(window.acknowledge(0, resendFrom: 4, at: start + .milliseconds(900)) == .nothingNew)
        #expect(sendAll(&window, at: start).isEmpty, "the first resend is still under way")
        #expect(window.acknowledge(0, resendFrom: 4, at: start + .milliseconds(1_000)) == .nothingNew)
        #expect(sendAll(&window, at: start).count == 3)
    }

    @Test func `without progress everything is sent again, after ever longer pauses`() {
        var window = window()
        window.appendBatch(of: 1)
        window.appendBatch(of: 1)
        _ = sendAll(&window, at: start)
        var now = start
        for pause in [1, 2, 4, 4] {
            #expect(window.due == now + .seconds(pause))
            window.advance(to: now + .seconds(pause) - .nanoseconds(1))
            #expect(window.nextToSend == nil)
            now += .seconds(pause)
            window.advance(to: now)
            #expect(sendAll(&window, at: now) == [[1], [2]])
        }
        #expect(window.acknowledge(1, resendFrom: 0, at: now) == .progress)
        #expect(window.due == now + .seconds(1))
        #expect(window.acknowledge(2, resendFrom: 0, at: now) == .progress)
        #expect(window.due == nil)
    }

    @Test func `after a restart everything is sent again at once`() {
        var window = window()
        window.appendBatch(of: 2)
        window.appendBatch(of: 1)
        _ = sendAll(&window, at: start)
        #expect(window.acknowledge(1, resendFrom: 0, at: start) == .progress)
        window.sendAllAgain()
        #expect(sendAll(&window, at: start) == [[2], [3]])
    }

    @Test func `an impossible acknowledgement is reported`() {
        var window = window()
        window.appendBatch(of: 3)
        #expect(window.acknowledge(1, resendFrom: 0, at: start) == .unknown, "nothing was sent")
        _ = sendAll(&window, at: start)
        #expect(window.acknowledge(4, resendFrom: 0, at: start) == .unknown)
        #expect(window.acknowledge(2, resendFrom: 0, at: start) == .progress)
        #expect(window.acknowledge(2, resendFrom: 0, at: start) == .nothingNew)
        #expect(window.acknowledge(1, resendFrom: 2, at: start) == .regressed)
        for nonsense: UInt64 in [1, 2, 4, .max] {
            #expect(window.acknowledge(2, resendFrom: nonsense, at: start) == .nothingNew)
            #expect(sendAll(&window, at: start).isEmpty, "from \(nonsense)")
        }
    }

    @Test(arguments: [UInt64](1...200))
    func `over a link that loses, repeats and restarts, each event is applied once and in order`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var window = window(events: 20, bytes: 10_000)
        var worker = DumbWorker()
        var now = start
        for step in 1...400 {
            now += .milliseconds(random.below(300))
            let size = 1 + random.below(6)
            if random.chance(40), window.hasRoom(events: size, bytes: size * SendWindow.Batch.frameSize) {
                window.appendBatch(of: size)
            }
            window.advance(to: now)
            while let batch = window.nextToSend, random.chance(80) {
                worker.link(batch, &random)
                window.recordSent(at: now)
            }
            if random.chance(3) {
                worker.restart()
                window.sendAllAgain()
            }
            worker.work(&random)
            if let ack = worker.takeAck(&random) {
                let outcome = window.acknowledge(ack.sequence, resendFrom: ack.resendFrom, at: now)
                #expect(outcome == .progress || outcome == .nothingNew, "seed \(seed), step \(step): \(outcome)")
            }
            #expect(worker.fault == nil, "seed \(seed), step \(step): \(worker.fault ?? "")")
            #expect(window.unacknowledged <= 20, "seed \(seed), step \(step)")
            #expect(window.acknowledged <= worker.applied, "seed \(seed), step \(step)")
        }
        // On a reliable link, the rest arrives.
        worker.isFaultless = true
        for _ in 1...40 where !window.isEmpty {
            now += .seconds(5)
            window.advance(to: now)
            while let batch = window.nextToSend {
                worker.link(batch, &random)
                window.recordSent(at: now)
            }
            worker.work(&random)
            if let ack = worker.takeAck(&random) {
                _ = window.acknowledge(ack.sequence, resendFrom: ack.resendFrom, at: now)
            }
        }
        #expect(window.isEmpty, "seed \(seed)")
        #expect(worker.applied == window.last, "seed \(seed)")
        #expect(worker.applied > 20, "seed \(seed): the history is not worth its name")
    }
}

/// A receiver that applies the next event and ignores others, as the protocol requires, behind a link that loses and
/// repeats messages.
private struct DumbWorker {
    private(set) var applied: UInt64 = 0
    private(set) var fault: String?
    var isFaultless = false
    private var underWay: [[UInt64]] = []
    private var ack: (sequence: UInt64, resendFrom: UInt64)?

    mutating func link(_ batch: SendWindow.Batch, _ random: inout SplitMix64) {
        let numbers = batch.numbers
        if numbers != Array(batch.first...batch.last) { fault = "a batch \(numbers) that is not in order" }
        if isFaultless || !random.chance(15) { underWay.append(numbers) }
        if !isFaultless && random.chance(10) { underWay.append(numbers) }
    }

    /// Restarts the receiver: events on the way are lost, applied ones are not.
    mutating func restart() {
        underWay = []
        ack = nil
    }

    mutating func work(_ random: inout SplitMix64) {
        while !underWay.isEmpty, isFaultless || random.chance(70) {
            var resendFrom: UInt64 = 0
            for number in underWay.removeFirst() {
                if number == applied + 1 {
                    applied = number
                    resendFrom = 0
                } else if number > applied + 1 {
                    resendFrom = applied + 1
                }
            }
            ack = (applied, resendFrom)
        }
    }

    mutating func takeAck(_ random: inout SplitMix64) -> (sequence: UInt64, resendFrom: UInt64)? {
        defer { ack = nil }
        return isFaultless || random.chance(70) ? ack : nil
    }
}

extension SendWindow {
    fileprivate mutating func appendBatch(of count: Int) {
        append((0..<UInt64(count)).map { Batch.frame(next + $0) })
    }
}

extension SendWindow.Batch {
    fileprivate static let frameSize = 8

    fileprivate static func frame(_ number: UInt64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// The numbers of a batch's frames.
    fileprivate var numbers: [UInt64] { frames.map { $0.reduce(0) { $0 << 8 | UInt64($1) } } }
}
