import AllocatorWire
import AllocatorWorker
import Testing

/// `--require-subscriber` in a running worker.
@Suite("Offers to masters that listen", .timeLimit(.minutes(1))) struct ListeningTests {
    private static let initialize =
        #"{"master": "m1", "initialize": {"allocation_interval": "0.1s", "agent_order": "BY_ID"}}"#

    private static func addFramework(_ id: String, master: String = "m1") -> String {
        #"""
        {"master": "\#(master)", "add_framework": {"framework": {"id": {"value": "\#(id)"}, "roles": ["r-\#(id)"],
         "capabilities": [{"type": "MULTI_ROLE"}]}}}
        """#
    }

    private static func addAgent(_ id: String) -> String {
        #"""
        {"master": "m1", "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"},
         "capabilities": [{"type": "MULTI_ROLE"}],
         "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}]}}}
        """#
    }

    /// The number of offers in each of the next runs.
    private static func offers(inNext count: Int, _ observer: borrowing TestClients) throws -> [UInt32] {
        var offers: [UInt32] = []
        while offers.count < count {
            let received = try observer.receive()
            if received.topic.kind == .runs, received.publication.run.agents > 0 {
                offers.append(received.publication.run.offers)
            }
        }
        return offers
    }

    @Test func `a master without a subscriber gets no offers until it has one`() async throws {
        try await withWorker { worker in
            let observer = try TestClients.connect(to: worker, subscribingTo: ["default/runs/"])
            try observer.send(Self.initialize, Self.addFramework("f1"), Self.addAgent("a1"))
            #expect(try Self.offers(inNext: 3, observer) == [0, 0, 0])
            _ = try TestClients.connect(to: worker, subscribingTo: ["default/offers/m1/"])
            while try Self.offers(inNext: 1, observer) != [1] {}
        }
    }

    @Test func `each master is decided separately`() async throws {
        try await withWorker { worker in
            let master = try TestClients.connect(
                to: worker, subscribingTo: ["json/default/offers/m2/", "default/events/"])
            try master.send(
                Self.initialize, Self.addFramework("f1"), Self.addFramework("f2", master: "m2"), Self.addAgent("a1"))
            var received = try master.receive()
            while received.topic.kind != .offers { received = try master.receive() }
            #expect(received.topic == .offers(cluster: "default", master: "m2", framework: "f2"))
        }
    }

    @Test func `a master that stops listening gets no more offers after its grace period`() async throws {
        try await withWorker {
            $0.subscriberGrace = 100
        } _: { worker in
            // Subscribes to the same topics without being a master.
            let observer = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            do {
                let master = try TestClients.connect(to: worker, subscribingTo: ["default/offers/m1/"])
                try master.send(Self.initialize, Self.addFramework("f1"), Self.addAgent("a1"))
                _ = try master.receive()
            }
            for number in 2... {
                try observer.send(Self.addAgent("a\(number)"))
                if try Self.offers(inNext: 2, observer) == [0, 0] { break }
            }
        }
    }

    @Test func `the offers of a master that stopped listening are rescinded and made to others`() async throws {
        try await withWorker {
            $0.subscriberGrace = 100
        } _: { worker in
            let other = try TestClients.connect(
                to: worker, subscribingTo: ["default/offers/m2/", "default/rescinds/", "default/inverse-offers/m2/"])
            do {
                let master = try TestClients.connect(to: worker, subscribingTo: ["default/offers/m1/"])
                try master.send(
                    Self.initialize, Self.addFramework("f1"), Self.addAgent("a1"))
                _ = try master.receive()
            }
            try other.send(Self.addFramework("f2", master: "m2"))
            let rescinded = try other.receive()
            #expect(rescinded.topic == .rescinds(cluster: "default", master: "m1", framework: "f1"))
            #expect(rescinded.publication.sequence == 1)
            #expect(rescinded.publication.rescinds.roles.flatMap(\.agents).map(\.agentID) == ["a1"])
            let offered = try other.receive()
            #expect(offered.topic == .offers(cluster: "default", master: "m2", framework: "f2"))
            #expect(offered.publication.offers.roles.flatMap(\.agents).map(\.agentID) == ["a1"])
        }
    }

    @Test func `an observer of everything counts for a master that no subscription has named`() async throws {
        try await withWorker { worker in
            let observer = try TestClients.connect(to: worker, subscribingTo: ["default/offers/"])
            try observer.send(Self.initialize, Self.addFramework("f1"), Self.addAgent("a1"))
            #expect(try observer.receive().publication.offers.frameworkID == "f1")
        }
    }

    @Test(
        arguments: [(WorkerConfiguration.Clock.system, false), (.virtual, nil)] as [(WorkerConfiguration.Clock, Bool?)])
    func `offers are made without a subscriber if none is required`(clock: WorkerConfiguration.Clock, requires: Bool?)
        async throws
    {
        try await withWorker {
            $0.clock = clock
            $0.requireSubscriber = requires
        } _: { worker in
            let observer = try TestClients.connect(to: worker, subscribingTo: ["default/runs/"])
            try observer.send(Self.initialize, Self.addFramework("f1"), Self.addAgent("a1"))
            #expect(try Self.offers(inNext: 1, observer) == [1])
        }
    }
}
