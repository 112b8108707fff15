import Glibc
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(1))) struct PollerTests {
    let context: Context

    init() throws { context = try Context() }

    @Test func `a poller reports which socket is ready`() throws {
        let one = try makeSocket(.pair, in: context)
        let two = try makeSocket(.pair, in: context)
        try one.bind("inproc://test")
        try two.connect("inproc://test")
        var poller = Poller()
        let first = poller.add(one)
        let second = poller.add(two, for: [.readable, .writable])

        var count = try poller.wait(timeout: .zero)
        #expect(count == 1)
        #expect(poller[first] == [])
        #expect(poller[second] == .writable)

        let isSent = try two.send([1])
        count = try poller.wait()
        #expect(isSent && count == 2)
        #expect(poller[first] == .readable)
        #expect(poller[second] == .writable)

        _ = try one.receiveFrames()
        poller.setInterest([], of: second)
        count = try poller.wait(timeout: .milliseconds(1))
        #expect(count == 0)
        #expect(poller[first] == [])
        #expect(poller[second] == [])
    }

    @Test func `a poller does not watch a removed entry`() throws {
        let wakeUp = try WakeUp()
        let other = try WakeUp()
        wakeUp.signal()
        var poller = Poller()
        let entry = poller.add(fileDescriptor: wakeUp.fileDescriptor)
        let kept = poller.add(fileDescriptor: other.fileDescriptor)
        var count = try poller.wait()
        #expect(count == 1)
        poller.remove(entry)
        count = try poller.wait(timeout: .zero)
        #expect(count == 0)
        other.signal()
        let again = poller.add(fileDescriptor: wakeUp.fileDescriptor)
        count = try poller.wait()
        #expect(count == 2)
        #expect(poller[kept] == .readable)
        #expect(poller[again] == .readable)
    }

    @Test func `a socket stays open while a poller watches it`() throws {
        var poller = Poller()
        let pull = try makeSocket(.pull, in: context)
        try pull.bind("inproc://test")
        let entry = poller.add(pull)
        pull.close()
        let push = try makeSocket(.push, in: context)
        try push.connect("inproc://test")
        let isSent = try push.send([1])
        let count = try poller.wait()
        #expect(isSent && count == 1)
        #expect(poller[entry] == .readable)
        poller.remove(entry)
        // The socket is closed in the background, and its name becomes free.
        let next = try makeSocket(.pull, in: context)
        for _ in 0..<5000 {
            do throws(ZeroMQError) {
                try next.bind("inproc://test")
                return
            } catch {
                #expect(error.errno == EADDRINUSE)
                usleep(1000)
            }
        }
        Issue.record("the socket was never closed")
    }

    @Test func `an empty poller waits for its timeout`() throws {
        var poller = Poller()
        let count = try poller.wait(timeout: .nanoseconds(1))
        #expect(count == 0)
    }
}
