import AllocatorClient
import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing
import ZeroMQ

/// The clients that each of the worker's three sockets accepts, and their rights.
@Suite(.timeLimit(.minutes(2))) struct AccessTests {
    private static func connect(
        _ type: SocketType, to address: String, as keys: Keys?, in context: Context
    ) throws -> Socket {
        let socket = try Socket(type, in: context)
        try socket.set(.linger, to: .zero)
        try socket.set(.receiveTimeout, to: .seconds(10))
        try keys?.identify(socket)
        if type == .sub { try socket.subscribe(to: []) }
        try socket.connect(address)
        return socket
    }

    /// Asks as the admin until a metric has reached a number, in the series of all labels together.
    private static func wait(
        for metric: String, _ labels: [[String: String]], toReach number: Double = 1, of worker: WorkerInProcess,
        _ ring: KeyRing
    ) async throws {
        var control = try ControlConnection(
            to: Endpoint(worker.endpoints.control, default: .connect),
            with: ConnectionKeys(own: ring.admin.own, worker: ring.admin.worker), in: Context())
        for _ in 0..<500 {
            let answer = try control.ask(.metrics(.init()))
            let view = MetricsView(answer.metrics)
            if labels.reduce(0, { $0 + (view.number(metric, $1) ?? 0) }) >= number { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(metric) \(labels) never reached \(number)")
    }

    struct Stranger: Sendable {
        let role: SocketRole
        /// One of them.
        let reasons: [String]
        let keys: @Sendable (KeyRing) -> Keys?
    }

    static let strangers: [Stranger] = SocketRole.allCases.flatMap { role in
        [
            // Both see that they do not agree, and who sees it first ends the connection.
            Stranger(role: role, reasons: ["no_curve", "incomplete"]) { _ in nil },
            Stranger(role: role, reasons: ["wrong_server_key"]) { $0.astray },
            Stranger(role: role, reasons: ["unknown_key"]) { $0.stranger },
        ]
    }

    @Test(arguments: strangers) func `who has no key that is known is refused and counted`(stranger: Stranger)
        async throws
    {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            var admin = try TestClients.connect(to: worker, subscribingTo: ["default/"], as: ring.admin)
            let context = try Context()
            let keys = stranger.keys(ring)
            let socket =
                switch stranger.role {
                case .events: try Self.connect(.push, to: worker.endpoints.events, as: keys, in: context)
                case .publications: try Self.connect(.sub, to: worker.endpoints.publications, as: keys, in: context)
                case .control: try Self.connect(.dealer, to: worker.endpoints.control, as: keys, in: context)
                }
            switch stranger.role {
            case .events:
                _ = try socket.send(
                    Array(#"{"master": "m1", "request_id": "in", "heartbeat": {}}"#.utf8), .dontWait)
            case .publications: break
            case .control: _ = try socket.send(Array(#"{"request_id": "in", "ping": {}}"#.utf8), .dontWait)
            }
            try await Self.wait(
                for: "refused_connections_total",
                stranger.reasons.map { ["socket": stranger.role.rawValue, "reason": $0] }, of: worker, ring)
            // Something is published that everybody would get who is in.
            let got = try admin.publications(after: #"{"master": "m2", "request_id": "seen", "heartbeat": {}}"#)
            #expect(got.contains { $0.publication.reply.requestID == "seen" })
            #expect(!got.contains { $0.publication.reply.requestID == "in" })
            if stranger.role != .events {
                let nothing = try socket.receiveFrames(.dontWait)
                #expect(nothing == nil)
            }
        }
    }

    @Test func `an event is taken from those whose keys cover its master and cluster, and changes nothing else`()
        async throws
    {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            var admin = try TestClients.connect(
                to: worker, subscribingTo: ["default/", "other/", "rejects/"], as: ring.admin)
            let context = try Context()
            let push = try Self.connect(.push, to: worker.endpoints.events, as: ring.master, in: context)
            for event in [
                #"{"master": "m2", "request_id": "1", "initialize": {}}"#,
                #"{"master": "m1", "cluster": "other", "request_id": "2", "initialize": {}}"#,
                // A call that is wrong in form is not the sender's either.
                #"{"master": "m2", "request_id": "3", "add_agent": {}}"#,
                #"{"master": "m1", "request_id": "4", "initialize": {}}"#,
            ] { _ = try push.send(Array(event.utf8)) }
            var got: [Received] = []
            while got.last?.publication.reply.requestID != "4" { got.append(try admin.receive()) }
            got += try admin.publicationsToBarrier()
            let rejects = got.map(\.publication.reject).filter { !$0.reason.isEmpty }
            #expect(rejects.map(\.code) == [.permissionDenied, .permissionDenied, .permissionDenied])
            #expect(rejects.allSatisfy { $0.reason.contains("master") })
            #expect(got.filter { $0.topic.kind == .replies }.map(\.publication.reply.requestID) == ["4"])
            #expect(got.filter { $0.topic.kind == .events }.map(\.publication.event.requestID) == ["4"])
            try await Self.wait(
                for: "denied_total", [["socket": "events", "key": "master"]], toReach: 3, of: worker, ring)
        }
    }

    /// Else who may send for one master could make another's next event count as one that was sent before.
    @Test func `an event that cannot be read moves no sequence of a master that is not the sender's`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            var admin = try TestClients.connect(to: worker, subscribingTo: ["default/", "rejects/"], as: ring.admin)
            _ = try admin.publications(after: #"{"master": "m2", "epoch": 1, "sequence": 1, "initialize": {}}"#)
            let push = try Self.connect(.push, to: worker.endpoints.events, as: ring.master, in: Context())
            for event in [
                #"{"master": "m2", "epoch": 1, "sequence": 2, "request_id": "1", "add_agent": 5}"#,
                #"{"master": "m1", "epoch": 1, "sequence": 1, "request_id": "2", "add_agent": 5}"#,
            ] { _ = try push.send(Array(event.utf8)) }
            var got: [Received] = []
            while got.last?.publication.reply.requestID != "2" { got.append(try admin.receive()) }
            got += try admin.publicationsToBarrier()
            let rejects = got.filter { $0.topic == .rejects }.map(\.publication.reject.code)
            #expect(rejects == [.permissionDenied, .unspecified])
            #expect(got.filter { $0.topic.kind == .replies }.map(\.publication.reply.requestID) == ["2"])
            #expect(got.filter { $0.topic.kind == .acks }.map(\.publication.master) == ["m1"])
            let next = try admin.publications(
                after: #"{"master": "m2", "epoch": 1, "sequence": 2, "request_id": "3", "heartbeat": {}}"#)
            #expect(next.contains { $0.publication.reply.requestID == "3" })
        }
    }

    @Test func `where keys are asked for, all that is refused begins at zero`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            var control = try ControlConnection(
                to: Endpoint(worker.endpoints.control, default: .connect),
                with: ConnectionKeys(own: ring.admin.own, worker: ring.admin.worker), in: Context())
            let view = MetricsView(try control.ask(.metrics(.init())).metrics)
            #expect(
                view.summary("denied_total") == ["other control: 0", "other events: 0", "other publications: 0"])
            let refused = view.summary("refused_connections_total")
            #expect(refused.count == 15 && refused.allSatisfy { $0.hasSuffix(": 0") })
        }
    }

    @Test func `a batch is taken frame by frame`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            let admin = try TestClients.connect(
                to: worker, subscribingTo: ["default/replies/", "rejects/"], as: ring.admin)
            let push = try Self.connect(.push, to: worker.endpoints.events, as: ring.master, in: try Context())
            _ = try push.send(
                frames: ["m1", "m2", "m1"].enumerated().map { number, master in
                    Array(#"{"master": "\#(master)", "request_id": "\#(number)", "heartbeat": {}}"#.utf8)
                })
            var got: [Received] = []
            while got.count < 3 { got.append(try admin.receive()) }
            #expect(got.filter { $0.topic.kind == .rejects }.count == 1)
            #expect(got.filter { $0.topic.kind == .replies }.map(\.publication.reply.requestID) == ["0", "2"])
        }
    }

    @Test func `a subscriber gets what it may observe of what it asks for`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            var admin = try TestClients.connect(to: worker, subscribingTo: ["default/"], as: ring.admin)
            let context = try Context()
            // It asks for everything, in both encodings.
            let observer = try Self.connect(.sub, to: worker.endpoints.publications, as: ring.observer, in: context)
            // Who has its first run is subscribed.
            var topics: Set<String> = []
            _ = try admin.publications(after: #"{"master": "m2", "initialize": {"allocation_interval": "1s"}}"#)
            try observer.set(.receiveTimeout, to: .milliseconds(50))
            for _ in 0..<200 where !topics.isSuperset(of: ["default/runs/", "json/default/runs/"]) {
                _ = try admin.publications(
                    after: #"{"master": "m2", "request_id": "r", "advance": {"duration": "1s"}}"#)
                while let frames = try observer.receiveFrames() {
                    topics.insert(String(decoding: frames[0], as: UTF8.self))
                }
            }
            #expect(
                topics.subtracting(["heartbeat/", "json/heartbeat/"]) == ["default/runs/", "json/default/runs/"])
            // What it no longer asks for, it no longer gets.
            try observer.unsubscribe(from: [])
            try observer.subscribe(to: Array("default/".utf8))
            topics = []
            for _ in 0..<200 where !topics.contains("end") {
                _ = try admin.publications(
                    after: #"{"master": "m2", "request_id": "r", "advance": {"duration": "1s"}}"#)
                var last: [String] = []
                while let frames = try observer.receiveFrames() {
                    last.append(String(decoding: frames[0], as: UTF8.self))
                }
                if last == ["default/runs/"] { topics.insert("end") }
            }
            #expect(topics == ["end"])
        }
    }

    @Test func `a subscription to what may not be observed is counted, and brings nothing`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            var admin = try TestClients.connect(to: worker, subscribingTo: ["default/"], as: ring.admin)
            let observer = try Socket(.sub, in: Context())
            try ring.observer.identify(observer)
            try observer.subscribe(to: Array("default/replies/".utf8))
            try observer.connect(worker.endpoints.publications)
            try await Self.wait(for: "denied_total", [["socket": "publications", "key": "observer"]], of: worker, ring)
            _ = try admin.publications(after: #"{"master": "m2", "request_id": "r", "heartbeat": {}}"#)
            let nothing = try observer.receiveFrames(.dontWait)
            #expect(nothing == nil)
        }
    }

    private static func client(
        of worker: WorkerInProcess, as master: String, _ keys: Keys
    ) throws -> MasterClient {
        try MasterClient(
            to: WorkerEndpoints(
                events: worker.endpoints.events, publications: worker.endpoints.publications,
                control: worker.endpoints.control, keys: ConnectionKeys(own: keys.own, worker: keys.worker)),
            master: master)
    }

    @Test func `a client whose key does not cover its master is told so`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            let client = try Self.client(of: worker, as: "m2", ring.master)
            do {
                _ = try await client.call(.initialize(.init()))
                Issue.record("it was taken for m2")
            } catch ClientFailure.refused(_, let code, let message) {
                #expect(code == .permissionDenied && message.contains("master"))
            }
            await client.close()
        }
    }

    @Test func `a master's own topics come without being listed`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            let client = try Self.client(of: worker, as: "m1", ring.master)
            // It greets, asks for what is outstanding, subscribes, sends and is acknowledged.
            let reply = try await client.call(.initialize(.init()))
            try reply.get()
            try await client.flush()
            #expect(client.acknowledgedSequence == 1)
            await client.close()
        }
    }

    static let questions: [(WireQuery.OneOf_Question, master: Bool, observer: Bool)] = [
        (.ping(.init()), true, true),
        (.replay(.with { ($0.kind, $0.master) = ("offers", "m1") }), true, false),
        (.replay(.with { ($0.kind, $0.master) = ("replies", "m1") }), true, false),
        (.replay(.with { ($0.kind, $0.master) = ("offers", "m2") }), false, false),
        (.replay(.with { ($0.cluster, $0.kind, $0.master) = ("other", "offers", "m1") }), false, false),
        (.replay(.with { $0.kind = "runs" }), false, true),
        (.replay(.with { $0.kind = "events" }), false, false),
        (.replay(.with { $0.kind = "nonsense" }), false, false),
        (.outstanding(.with { $0.master = "m1" }), true, false),
        (.outstanding(.with { $0.master = "m2" }), false, false),
        (.digest(.init()), false, false), (.state(.init()), false, false), (.explain(.init()), false, false),
        (.whatIf(.init()), false, false), (.history(.init()), false, false), (.metrics(.init()), false, false),
    ]

    @Test func `a query is answered if the key has the right, otherwise refused and counted`() async throws {
        let ring = try KeyRing()
        try await withGuardedWorker(ring) { worker in
            func ask(_ question: WireQuery.OneOf_Question, as keys: Keys) throws -> WireAnswer {
                var control = try ControlConnection(
                    to: Endpoint(worker.endpoints.control, default: .connect),
                    with: ConnectionKeys(own: keys.own, worker: keys.worker), in: Context())
                return try control.ask(question)
            }
            for (question, master, observer) in Self.questions {
                for (keys, isAllowed) in [(ring.admin, true), (ring.master, master), (ring.observer, observer)] {
                    let answer = try ask(question, as: keys)
                    // Of a cluster that there is not, the answer is another error.
                    #expect((answer.error.code == .permissionDenied) != isAllowed, "\(question) \(answer)")
                }
            }
            for (key, denials) in [
                ("master", Self.questions.filter { !$0.master }.count),
                ("observer", Self.questions.filter { !$0.observer }.count),
            ] {
                try await Self.wait(
                    for: "denied_total", [["socket": "control", "key": key]], toReach: Double(denials), of: worker, ring
                )
            }
        }
    }
}
