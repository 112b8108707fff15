import AllocatorWire
import AllocatorWorker
import Testing

/// The topics, encodings and numbers of publications.
@Suite(.timeLimit(.minutes(1))) struct SubscriptionTests {
    private static func heartbeat(_ master: String, _ request: Int) -> String {
        #"{"master": "\#(master)", "request_id": "\#(request)", "heartbeat": {}}"#
    }

    @Test func `binary publications have the plain topic, and JSON ones the json prefix`() async throws {
        try await withWorker { worker in
            var binary = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            var json = try TestClients.connect(to: worker, subscribingTo: ["json/default/replies/m1/"])
            let inBinary = try binary.publications(after: Self.heartbeat("m1", 1))
            let inJSON = try json.publicationsToBarrier()
            #expect(inBinary.map(\.encoding) == [.binary] && inJSON.map(\.encoding) == [.json])
            #expect(inBinary.map(\.publication) == inJSON.map(\.publication))
        }
    }

    @Test func `a subscriber of everything gets both encodings with one number`() async throws {
        try await withWorker { worker in
            var observer = try TestClients.connect(to: worker, subscribingTo: [""])
            let got = try observer.publications(after: Self.heartbeat("m1", 1)).filter { $0.topic.kind == .replies }
            #expect(Set(got.map(\.encoding)) == [.binary, .json])
            #expect(got.map(\.publication.sequence) == [1, 1])
        }
    }

    @Test func `a prefix that ends a part never matches a longer name`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            #expect(try master.publications(after: Self.heartbeat("m11", 1)).isEmpty)
        }
    }

    @Test func `a late subscriber misses earlier publications and no later ones`() async throws {
        try await withWorker { worker in
            var early = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            for number in 1...5 { try early.send(Self.heartbeat("m1", number)) }
            #expect(try early.publicationsToBarrier().map(\.publication.sequence) == [1, 2, 3, 4, 5])
            var late = try TestClients.connect(to: worker, subscribingTo: ["json/default/replies/m1/"])
            for number in 6...9 { try early.send(Self.heartbeat("m1", number)) }
            #expect(try early.publicationsToBarrier().map(\.publication.sequence) == [6, 7, 8, 9])
            #expect(try late.publicationsToBarrier().map(\.publication.sequence) == [6, 7, 8, 9])
        }
    }

    @Test func `publications without a subscriber are numbered`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker)
            for number in 1...5 { try master.send(Self.heartbeat("m1", number)) }
            #expect(try master.publicationsToBarrier().isEmpty)
            try master.subscribe(to: "default/replies/m1/")
            #expect(try master.publications(after: Self.heartbeat("m1", 6)).map(\.publication.sequence) == [6])
        }
    }

    @Test func `two masters and three observers, one of them late, get exactly their topics`() async throws {
        try await withWorker { worker in
            var first = try TestClients.connect(to: worker, subscribingTo: ["json/default/replies/m1/"])
            var second = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m2/"])
            var ofReplies = try TestClients.connect(to: worker, subscribingTo: ["default/replies/"])
            var ofEvents = try TestClients.connect(to: worker, subscribingTo: ["json/default/events/", "rejects/"])
            for number in 1...20 {
                try first.send(Self.heartbeat("m1", number))
                try second.send(Self.heartbeat("m2", number), "no event")
            }
            let firstHalf = (first: try first.publicationsToBarrier(), second: try second.publicationsToBarrier())
            var late = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m2/"])
            for number in 21...30 {
                try first.send(Self.heartbeat("m1", number))
                try second.send(Self.heartbeat("m2", number), "no event")
            }
            let toFirst = try firstHalf.first + first.publicationsToBarrier()
            let toSecond = try firstHalf.second + second.publicationsToBarrier()
            let toLate = try late.publicationsToBarrier()
            let toReplies = try ofReplies.publicationsToBarrier()
            let toEvents = try ofEvents.publicationsToBarrier()

            #expect(toFirst.map(\.publication.reply.requestID) == (1...30).map { "\($0)" })
            #expect(toSecond.map(\.publication.reply.requestID) == (1...30).map { "\($0)" })
            #expect(toLate.map(\.publication.reply.requestID) == (21...30).map { "\($0)" })
            #expect(toLate.map(\.publication.sequence) == (21...30).map { UInt64($0) })
            for master in ["m1", "m2"] {
                let ofMaster = toReplies.filter { $0.publication.master == master }
                #expect(ofMaster.map(\.publication.sequence) == (1...30).map { UInt64($0) })
            }
            #expect(toReplies.count == 60)
            #expect(
                toEvents.filter { $0.topic.kind == .events }.map(\.publication.sequence) == (1...60).map { UInt64($0) })
            #expect(toEvents.filter { $0.topic == .rejects }.map(\.publication.sequence) == (1...30).map { UInt64($0) })
            #expect(toEvents.count == 90)
        }
    }

    @Test func `one of two subscribers to a topic leaves, and the other is still served`() async throws {
        try await withWorker { worker in
            var stays = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            do {
                var leaves = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
                #expect(try leaves.publications(after: Self.heartbeat("m1", 1)).count == 1)
            }
            #expect(try stays.publications(after: Self.heartbeat("m1", 2)).map(\.publication.sequence) == [1, 2])
        }
    }

    @Test func `a heartbeat is published every second`() async throws {
        try await withWorker {
            $0.clock = .virtual
            $0.name = "alpha"
            $0.heartbeatInterval = WorkerConfiguration().heartbeatInterval
        } _: { worker in
            let observer = try TestClients.connect(to: worker, subscribingTo: ["json/heartbeat/"])
            let first = try observer.receive().publication
            let second = try observer.receive().publication
            #expect(first.heartbeat.worker == "alpha" && second.sequence == first.sequence + 1)
            #expect(second.heartbeat.uptimeNs > first.heartbeat.uptimeNs)
            // The first one is due at the start. A busy machine delays heartbeats, and none comes early.
            #expect(second.heartbeat.uptimeNs >= Int64(second.sequence - 1) * 1_000_000_000)
        }
    }
}
