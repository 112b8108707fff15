import Glibc
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(1))) struct ErrorTests {
    let context: Context

    init() throws { context = try Context() }

    struct Failing: Sendable {
        let what: String
        let operation: ZeroMQError.Operation
        let errno: Int32
        let run: @Sendable (Context) throws -> Void
    }

    /// libzmq's own `EFSM`: an operation in the wrong state.
    static let wrongState: Int32 = 156_384_763

    static let failing: [Failing] = [
        Failing(what: "an unknown scheme", operation: .connect, errno: EPROTONOSUPPORT) {
            try Socket(.push, in: $0).connect("carrier://pigeon")
        },
        Failing(what: "no scheme", operation: .bind, errno: EINVAL) {
            try Socket(.pull, in: $0).bind("127.0.0.1")
        },
        Failing(what: "no port", operation: .bind, errno: EINVAL) {
            try Socket(.pull, in: $0).bind("tcp://127.0.0.1")
        },
        Failing(what: "an interface that is not there", operation: .bind, errno: ENODEV) {
            try Socket(.pull, in: $0).bind("tcp://nosuchinterface0:5550")
        },
        Failing(what: "an address in use", operation: .bind, errno: EADDRINUSE) {
            let first = try Socket(.pull, in: $0)
            try first.bind("tcp://127.0.0.1:*")
            try Socket(.pull, in: $0).bind(first.get(.lastEndpoint))
        },
        Failing(what: "a name in use", operation: .bind, errno: EADDRINUSE) {
            let first = try Socket(.pull, in: $0)
            try first.bind("inproc://taken")
            try Socket(.pull, in: $0).bind("inproc://taken")
        },
        Failing(what: "a folder that is not there", operation: .bind, errno: ENOENT) {
            try Socket(.pull, in: $0).bind("ipc:///nonexistent/folder/socket")
        },
        Failing(what: "unbinding what is not bound", operation: .unbind, errno: ENOENT) {
            try Socket(.pull, in: $0).unbind("tcp://127.0.0.1:5550")
        },
        Failing(what: "disconnecting what is not connected", operation: .disconnect, errno: ENOENT) {
            try Socket(.pull, in: $0).disconnect("inproc://nothing")
        },
        Failing(what: "sending on a PULL", operation: .send, errno: ENOTSUP) {
            _ = try Socket(.pull, in: $0).send([1])
        },
        Failing(what: "sending on a SUB", operation: .send, errno: ENOTSUP) {
            _ = try Socket(.sub, in: $0).send([1])
        },
        Failing(what: "receiving on a PUSH", operation: .receive, errno: ENOTSUP) {
            _ = try Socket(.push, in: $0).receiveFrames()
        },
        Failing(what: "receiving an answer before asking", operation: .receive, errno: wrongState) {
            _ = try Socket(.req, in: $0).receiveFrames()
        },
        Failing(what: "answering before a question", operation: .send, errno: wrongState) {
            _ = try Socket(.rep, in: $0).send([1])
        },
        Failing(what: "a negative number of threads", operation: .setContextOption, errno: EINVAL) { _ in
            _ = try Context(threads: -1)
        },
        Failing(what: "no socket at all", operation: .setContextOption, errno: EINVAL) { _ in
            _ = try Context(maximumSockets: 0)
        },
        Failing(what: "more sockets than the context holds", operation: .createSocket, errno: EMFILE) { _ in
            let small = try Context(maximumSockets: 1)
            let first = try Socket(.pull, in: small)
            let second = try Socket(.pull, in: small)
            second.close()
            first.close()
        },
    ]

    @Test(arguments: failing.indices)
    func `an error names the failed operation and the error number`(index: Int) throws {
        let failing = Self.failing[index]
        let error = #expect(throws: ZeroMQError.self, "\(failing.what)") { try failing.run(context) }
        guard case .failed(let failure) = error else {
            Issue.record("\(failing.what): \(String(describing: error))")
            return
        }
        #expect(failure.operation == failing.operation, "\(failing.what)")
        #expect(failure.errno == failing.errno, "\(failing.what)")
        #expect(error?.errno == failing.errno)
    }

    @Test func `an error's description is one line that says what to do`() throws {
        let first = try Socket(.pull, in: context)
        try first.bind("inproc://taken")
        let second = try Socket(.pull, in: context)
        let error = #expect(throws: ZeroMQError.self) { try second.bind("inproc://taken") }
        #expect(
            error?.description
                == "ZeroMQ could not bind inproc://taken: Address already in use (errno 98);"
                + " stop the process that holds the address, or choose another one")
        let tooMany = ZeroMQError.tooManyFrames(received: 5, limit: 3)
        #expect(
            tooMany.description
                == "ZeroMQ dropped a message of 5 frames: at most 3 are taken; send it as several messages")
        #expect(tooMany.errno == nil)
    }

    @Test func `after the context's shutdown every call throws contextTerminated`() throws {
        let pull = try Socket(.pull, in: context)
        try pull.bind("inproc://test")
        let push = try Socket(.push, in: context)
        try push.connect("inproc://test")
        try context.shutdown()
        try context.shutdown()
        #expect(throws: ZeroMQError.contextTerminated(during: .receive)) { try pull.receiveFrames(.dontWait) }
        #expect(throws: ZeroMQError.contextTerminated(during: .send)) { try push.send([1]) }
        #expect(throws: ZeroMQError.contextTerminated(during: .bind)) { try pull.bind("inproc://other") }
        #expect(throws: ZeroMQError.contextTerminated(during: .createSocket)) {
            try Socket(.pull, in: context).close()
        }
        var poller = Poller()
        _ = poller.add(pull)
        let error = #expect(throws: ZeroMQError.self) { try poller.wait() }
        #expect(error?.description.contains("the context was shut down") == true)
    }
}
