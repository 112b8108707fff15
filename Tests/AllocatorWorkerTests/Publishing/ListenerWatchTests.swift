import AllocatorWorker
import Testing

@Suite("Masters that listen") struct ListenerWatchTests {
    private let master = ListenerWatch.Master(cluster: "c", name: "m1")

    /// A reference to a watch, because an expectation cannot mutate a value.
    private final class Watch {
        private var watch = ListenerWatch(grace: 100)

        func refresh(
            _ master: ListenerWatch.Master, isListening: Bool, subscriptions: SubscriptionTable, now: Int64
        ) -> Bool { watch.refresh(master, isListening: isListening, subscriptions: subscriptions, now: now) }

        func restore(_ master: ListenerWatch.Master, at now: Int64) { watch.restore(master, at: now) }
        func retain(only names: Set<String>, in cluster: String) { watch.retain(only: names, in: cluster) }
    }

    private func table(_ prefixes: [String]) -> SubscriptionTable {
        var table = SubscriptionTable()
        for prefix in prefixes { table.insert(Array(prefix.utf8)) }
        return table
    }

    @Test(
        arguments: [
            ([], false),
            (["c/offers/m1/"], true),
            (["json/c/offers/m1/"], true),
            (["c/offers/m1/f1/"], true),
            ([""], true),
            (["c/"], true),
            (["c/offers/"], true),
            (["json/"], true),
            (["c/offers/m10/"], false),
            (["c/offers/m/"], false),
            (["c/replies/m1/", "c/inverse-offers/m1/"], false),
            (["d/offers/m1/"], false),
            (["c/offers/m1"], true),
        ] as [([String], Bool)])
    func `subscriptions to a new master's offers take effect at once`(subscriptions: [String], listens: Bool) {
        for isListening in [true, false] {
            let watch = Watch()
            #expect(
                watch.refresh(master, isListening: isListening, subscriptions: table(subscriptions), now: 0) == listens,
                "counted as listening: \(isListening)")
        }
    }

    @Test func `a master that stops listening has one grace period`() {
        let watch = Watch()
        #expect(watch.refresh(master, isListening: false, subscriptions: table(["c/offers/m1/"]), now: 0))
        #expect(watch.refresh(master, isListening: true, subscriptions: table([]), now: 1_000))
        #expect(watch.refresh(master, isListening: true, subscriptions: table([]), now: 1_099))
        #expect(!watch.refresh(master, isListening: true, subscriptions: table([]), now: 1_100))
        #expect(!watch.refresh(master, isListening: false, subscriptions: table([]), now: 1_101))
        #expect(watch.refresh(master, isListening: false, subscriptions: table(["c/offers/m1/"]), now: 1_200))
        #expect(
            watch.refresh(master, isListening: true, subscriptions: table([]), now: 1_300),
            "a new silence, a new grace period")
    }

    @Test func `a subscription within the grace period ends it`() {
        let watch = Watch()
        #expect(watch.refresh(master, isListening: true, subscriptions: table(["c/offers/m1/"]), now: 0))
        #expect(watch.refresh(master, isListening: true, subscriptions: table([]), now: 10))
        #expect(watch.refresh(master, isListening: true, subscriptions: table(["c/offers/m1/"]), now: 90))
        #expect(watch.refresh(master, isListening: true, subscriptions: table([]), now: 150))
        #expect(watch.refresh(master, isListening: true, subscriptions: table([]), now: 240))
        #expect(!watch.refresh(master, isListening: true, subscriptions: table([]), now: 250))
    }

    @Test func `an observer of everything does not count for a master that a subscription has named`() {
        let watch = Watch()
        let observer = table(["c/offers/"])
        #expect(watch.refresh(master, isListening: true, subscriptions: observer, now: 0))
        #expect(watch.refresh(master, isListening: true, subscriptions: table(["c/offers/", "c/offers/m1/"]), now: 10))
        #expect(watch.refresh(master, isListening: true, subscriptions: observer, now: 20))
        #expect(!watch.refresh(master, isListening: true, subscriptions: observer, now: 120))
    }

    @Test func `a restored master has the grace period to subscribe again`() {
        let watch = Watch()
        watch.restore(master, at: 0)
        #expect(watch.refresh(master, isListening: true, subscriptions: table([]), now: 99))
        #expect(!watch.refresh(master, isListening: true, subscriptions: table([]), now: 100))
    }

    @Test func `a master is removed with its last framework`() {
        let watch = Watch()
        #expect(watch.refresh(master, isListening: true, subscriptions: table(["c/offers/m1/"]), now: 0))
        watch.retain(only: ["m2"], in: "d")
        #expect(watch.refresh(master, isListening: true, subscriptions: table([]), now: 1), "another cluster's masters")
        watch.retain(only: ["m2"], in: "c")
        #expect(!watch.refresh(master, isListening: true, subscriptions: table([]), now: 2), "it is new again")
    }
}
