import AllocatorCore
import Testing

/// Unavailability, inverse offers and their statuses (Allocation, "Offers and inverse offers" and "6. Calls").
@Suite("Maintenance")
struct MaintenanceTests {
    private let away = Unavailability(start: 7, duration: 3)

    /// Framework `f` holds all of agent `a`.
    private func cluster() throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        return cluster
    }

    private func answer(
        _ status: InverseOfferStatus.Status?, refuse seconds: Double? = nil, by framework: Name = "f"
    ) -> Call {
        .updateInverseOffer(
            InverseOfferResponse(
                agent: "a", framework: framework,
                status: status.map { InverseOfferStatus(status: $0, framework: framework, timestamp: 5) },
                filters: seconds.map { RefusalFilters(refuseSeconds: $0) }))
    }

    private func statuses(_ cluster: TestCluster) throws -> [String] {
        guard case .inverseOfferStatuses(let agents) = try cluster.reply(to: .inverseOfferStatuses) else {
            return ["?"]
        }
        return agents.map { agent in
            "\(agent.agent):" + agent.frameworks.map { " \($0.framework) \($0.status)" }.joined()
        }
    }

    @Test
    func `a framework that holds something on the agent gets one inverse offer until it answers`() throws {
        let cluster = try cluster()
        #expect(try cluster.play(.updateUnavailability(agent: "a", away)).inverseOffers == ["f a 7"])
        #expect(try cluster.play(.seconds(3)).inverseOffers == [])
        #expect(try cluster.play(answer(.accept), .seconds(1)).inverseOffers == ["f a 7"])
    }

    @Test
    func `a framework that holds nothing on the agent, or is inactive, gets no inverse offer`() throws {
        let cluster = try cluster()
        try cluster.play(.framework("g", "r"), .deactivateFramework("f"))
        #expect(try cluster.play(.updateUnavailability(agent: "a", away)).inverseOffers == [])
        #expect(try cluster.play(.activateFramework("f")).inverseOffers == ["f a 7"])
    }

    @Test
    func `inverse offers ignore the whitelist and the deactivation of the agent`() throws {
        let cluster = try cluster()
        try cluster.play(.updateWhitelist([]), .deactivateAgent("a"))
        #expect(try cluster.play(.updateUnavailability(agent: "a", away)).inverseOffers == ["f a 7"])
    }

    @Test
    func `an agent may be added with its unavailability`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"))
        let runs = try cluster.play(.agent("a", .cpus(1), unavailability: away))
        #expect(runs.offers == ["f r a: cpus 1"], "it is still offered")
        #expect(runs.inverseOffers == ["f a 7"], "after the offers, so that it counts what they gave")
    }

    @Test
    func `an outstanding inverse offer survives deactivation, and a new unavailability drops it`() throws {
        let cluster = try cluster()
        try cluster.play(.updateUnavailability(agent: "a", away))
        try cluster.play(.deactivateFramework("f"))
        #expect(try cluster.play(.activateFramework("f")).inverseOffers == [])
        #expect(
            try cluster.play(.updateUnavailability(agent: "a", Unavailability(start: 9))).inverseOffers == ["f a 9"])
        #expect(try cluster.play(.updateUnavailability(agent: "a", nil)).inverseOffers == [])
    }

    @Test(
        arguments: [
            (0.5, 1), (1, 2), (2.5, 3), (0, 1), (-1, 5),
        ] as [(Double, Int)])
    func `an inverse-offer filter lasts as long as requested, without the minimum of an interval`(
        seconds: Double, askedAfter: Int
    ) throws {
        let cluster = try cluster()
        try cluster.play(.updateUnavailability(agent: "a", away))
        try cluster.play(answer(.decline, refuse: seconds))
        var second = 1
        while try cluster.play(.seconds(1)).inverseOffers.isEmpty, second < 10 { second += 1 }
        #expect(second == askedAfter)
    }

    @Test(
        arguments: [
            .reviveOffers(framework: "f", roles: []), .changedFramework("f", "r"),
            .updateUnavailability(agent: "a", Unavailability(start: 7)),
        ] as [Call])
    func `an inverse-offer filter is removed by revive, update_framework and a new unavailability`(call: Call) throws {
        let cluster = try cluster()
        try cluster.play(.updateUnavailability(agent: "a", away))
        try cluster.play(answer(.decline, refuse: 100))
        let asked = try cluster.play(call, .seconds(1)).inverseOffers
        #expect(asked == ["f a 7"])
    }

    @Test
    func `statuses are kept for agents with an unavailability, and survive their framework`() throws {
        let cluster = try cluster()
        #expect(try statuses(cluster) == [])
        try cluster.play(.updateUnavailability(agent: "a", away))
        #expect(try statuses(cluster) == ["a:"])
        try cluster.play(answer(.decline))
        #expect(try statuses(cluster) == ["a: f decline"])
        try cluster.play(.removeFramework("f"))
        #expect(try statuses(cluster) == ["a: f decline"])
        try cluster.play(.updateUnavailability(agent: "a", away))
        #expect(try statuses(cluster) == ["a:"])
        try cluster.play(.updateUnavailability(agent: "a", nil))
        #expect(try statuses(cluster) == [])
    }

    @Test
    func `an answer without an inverse offer leaves a filter and no status`() throws {
        let cluster = try cluster()
        try cluster.play(.framework("g", "r"), .updateUnavailability(agent: "a", away))
        try cluster.play(answer(.accept, by: "g"))
        #expect(try statuses(cluster) == ["a:"])
        try cluster.play(answer(nil))
        #expect(try statuses(cluster) == ["a:"], "without a status it is no longer outstanding, and that is all")
        try cluster.play(answer(.accept, refuse: 100))
        #expect(try statuses(cluster) == ["a:"])
        #expect(try cluster.play(.seconds(50)).inverseOffers == [])
    }
}
