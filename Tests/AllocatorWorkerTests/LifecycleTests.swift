import AllocatorWire
import AllocatorWorker
import TestSupport
import Testing
import ZeroMQ

/// The worker's start, its ready file and its shutdown.
@Suite(.timeLimit(.minutes(1))) struct LifecycleTests {
    private static let heartbeat = #"{"master": "m1", "request_id": "r", "heartbeat": {}}"#

    @Test func `the ready file holds the endpoints while the worker serves, and is removed afterwards`() async throws {
        let folder = try TemporaryFolder()
        try await withWorker {
            $0.readyFile = "\(folder.path)/ready.json"
        } _: { worker in
            let endpoints = worker.endpoints
            #expect(
                folder.read("ready.json")
                    == #"{"control":"\#(endpoints.control)","events":"\#(endpoints.events)","#
                    + #""publications":"\#(endpoints.publications)"}"#)
            #expect(!endpoints.events.contains("*") && endpoints.events.hasPrefix("tcp://127.0.0.1:"))
        }
        #expect(folder.read("ready.json") == nil)
    }

    @Test func `a ready file that cannot be written ends the worker`() async throws {
        await #expect(throws: (any Error).self) {
            try await withWorker {
                $0.readyFile = "/nowhere/ready.json"
            } _: { _ in
            }
        }
    }

    @Test func `an address in use ends the worker with an error that names the address`() async throws {
        try await withWorker { first in
            let error = await #expect(throws: ZeroMQError.self) {
                try await withWorker {
                    $0.control = try Endpoint(first.endpoints.events)
                } _: { _ in
                }
            }
            #expect(error?.description.contains(first.endpoints.events) == true)
        }
    }

    @Test func `the worker binds IPC endpoints, and connects where configured`() async throws {
        let folder = try TemporaryFolder()
        let context = try Context()
        let push = try Socket(.push, in: context)
        try push.bind("tcp://127.0.0.1:*")
        let address = try push.get(.lastEndpoint)
        try await withWorker {
            $0.events = try Endpoint(">\(address)")
            $0.publications = try Endpoint("@ipc://\(folder.path)/publications")
        } _: { worker in
            #expect(worker.endpoints.events == address)
            #expect(worker.endpoints.publications == "ipc://\(folder.path)/publications")
            let subscriber = try Socket(.sub, in: Context())
            try subscriber.set(.receiveTimeout, to: .seconds(10))
            try subscriber.connect(worker.endpoints.publications)
            try subscriber.subscribe(to: Array("heartbeat/".utf8))
            #expect(try subscriber.receiveFrames() != nil)
        }
        try push.set(.linger, to: .zero)
    }

    @Test func `events received before the stop are answered before the worker ends`() async throws {
        try await withWorker {
            $0.quietPeriod = WorkerConfiguration().quietPeriod
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            let count = 2_000
            for number in 1...count {
                try master.send(#"{"master": "m1", "request_id": "\#(number)", "heartbeat": {}}"#)
            }
            let barrier = try master.sendBarrier()
            worker.stop()
            let got = try master.publications(toBarrier: barrier)
            #expect(got.map(\.publication.reply.requestID) == (1...count).map { "\($0)" })
        }
    }

    @Test func `senders that never stop cannot delay the shutdown`() async throws {
        let flood = Flood()
        try await withWorker {
            $0.quietPeriod = WorkerConfiguration().quietPeriod
        } _: { worker in
            // Before the flood, whose replies would delay the barrier's answer.
            let observer = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            flood.begin(Self.heartbeat, to: worker.endpoints.events)
            _ = try observer.receive()
            worker.stop()
        }
        // The flood went on until the worker had ended.
        flood.end()
    }

    @Test func `a worker can be restarted at once with the same endpoints`() async throws {
        let endpoints = try await withWorker { $0.endpoints }
        try await withWorker {
            $0.events = try Endpoint(endpoints.events)
            $0.publications = try Endpoint(endpoints.publications)
            $0.control = try Endpoint(endpoints.control)
        } _: {
            #expect($0.endpoints == endpoints)
        }
    }
}
