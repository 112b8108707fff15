import AllocatorObserver
import Synchronization
import Testing

/// The queues of viewers, without a network.
@Suite("Viewers", .timeLimit(.minutes(1)))
struct ViewersTests {
    private func event(_ number: Int) -> ServerSentEvent { ServerSentEvent("n", json: number) }

    private final class Count: Sendable {
        private let count = Atomic<Int>(0)
        func add() { count.add(1, ordering: .relaxed) }
        var value: Int { count.load(ordering: .relaxed) }
    }

    @Test func `events come in order, also to one who waits for them`() async {
        let queue = ViewerQueue(capacity: 3) {}
        queue.append(event(1))
        queue.append(event(2))
        #expect(await queue.next() == event(1))
        #expect(await queue.next() == event(2))
        async let third = queue.next()
        queue.append(event(3))
        #expect(await third == event(3))
    }

    @Test func `a full queue is at its end, once, and lets what waited go`() async {
        let overflows = Count()
        let queue = ViewerQueue(capacity: 2) { overflows.add() }
        #expect(queue.append(event(1)))
        #expect(queue.append(event(2)))
        #expect(!queue.hasOverflowed)
        #expect(!queue.append(event(3)))
        #expect(queue.hasOverflowed)
        #expect(!queue.append(event(4)))
        #expect(await queue.next() == nil)
        #expect(overflows.value == 1)
    }

    @Test func `queued events are still delivered after the queue is finished`() async {
        let queue = ViewerQueue(capacity: 2) {}
        queue.append(event(1))
        queue.finish()
        #expect(!queue.append(event(2)))
        #expect(await queue.next() == event(1))
        #expect(await queue.next() == nil)
    }

    @Test func `cancelling who waits ends the queue`() async {
        let queue = ViewerQueue(capacity: 1) {}
        let waiting = Task { await queue.next() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        #expect(!queue.append(event(1)))
    }

    @Test func `no more than may be enter, and one who leaves makes room`() throws {
        let viewers = Viewers(maximum: 2, capacity: 1)
        let first = try #require(viewers.enter {})
        _ = try #require(viewers.enter {})
        #expect(viewers.enter {} == nil)
        viewers.leave(first.number)
        #expect(viewers.enter {} != nil)
        #expect(viewers.count == 2)
    }

    @Test func `a viewer that stays behind is disconnected, and no other viewer notices`() async throws {
        let viewers = Viewers(maximum: 2, capacity: 2)
        let freed = Count()
        let slow = try #require(viewers.enter { freed.add() })
        let quick = try #require(viewers.enter { freed.add() })
        for number in 1...5 {
            viewers.send(event(number))
            #expect(await quick.queue.next() == event(number))
        }
        #expect(slow.queue.hasOverflowed)
        #expect(viewers.count == 1)
        #expect(viewers.givenUp == 1)
        #expect(freed.value == 1)
    }

    @Test func `at shutdown all streams end, and no viewer enters`() async throws {
        let viewers = Viewers(maximum: 2, capacity: 2)
        let viewer = try #require(viewers.enter {})
        viewers.send(event(1))
        viewers.close()
        #expect(await viewer.queue.next() == event(1))
        #expect(await viewer.queue.next() == nil)
        #expect(viewers.enter {} == nil)
    }
}
