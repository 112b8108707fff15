import TestSupport
import Testing
import ZeroMQ

@Suite struct EndpointTests {
    struct Good: Sendable {
        let text: String
        let direction: Endpoint.Direction
        let scheme: Endpoint.Scheme
        let address: String
    }

    @Test(arguments: [
        Good(text: "tcp://127.0.0.1:5550", direction: .bind, scheme: .tcp, address: "tcp://127.0.0.1:5550"),
        Good(text: "@tcp://*:*", direction: .bind, scheme: .tcp, address: "tcp://*:*"),
        Good(text: ">tcp://master.example:1", direction: .connect, scheme: .tcp, address: "tcp://master.example:1"),
        Good(text: ">tcp://[::1]:65535", direction: .connect, scheme: .tcp, address: "tcp://[::1]:65535"),
        Good(
            text: ">tcp://eth0:0;10.0.0.1:5550", direction: .connect, scheme: .tcp,
            address: "tcp://eth0:0;10.0.0.1:5550"),
        Good(text: "ipc://relative path", direction: .bind, scheme: .ipc, address: "ipc://relative path"),
        Good(text: "@ipc://*", direction: .bind, scheme: .ipc, address: "ipc://*"),
        Good(text: ">ipc://@abstract", direction: .connect, scheme: .ipc, address: "ipc://@abstract"),
        Good(text: ">inproc://events", direction: .connect, scheme: .inproc, address: "inproc://events"),
    ])
    func `an endpoint is parsed with its prefix`(good: Good) throws {
        let endpoint = try Endpoint(good.text)
        #expect(endpoint.direction == good.direction)
        #expect(endpoint.scheme == good.scheme)
        #expect(endpoint.address == good.address)
        #expect(try Endpoint(endpoint.description) == endpoint)
    }

    @Test func `an endpoint without a prefix has the default direction`() throws {
        #expect(try Endpoint("inproc://a").direction == .bind)
        #expect(try Endpoint("inproc://a", default: .connect).direction == .connect)
        #expect(try Endpoint("@inproc://a", default: .connect).direction == .bind)
        #expect(try Endpoint(">inproc://a", default: .bind).direction == .connect)
    }

    struct Bad: Sendable {
        let text: String
        let reason: Endpoint.Malformed.Reason

        init(_ text: String, _ reason: Endpoint.Malformed.Reason) {
            self.text = text
            self.reason = reason
        }
    }

    @Test(arguments: [
        Bad("", .noScheme),
        Bad("@", .noScheme),
        Bad("127.0.0.1:5550", .noScheme),
        Bad("tcp:/127.0.0.1:5550", .noScheme),
        Bad("://x", .unknownScheme("")),
        Bad("udp://127.0.0.1:5550", .unknownScheme("udp")),
        Bad("TCP://127.0.0.1:5550", .unknownScheme("TCP")),
        Bad("@@tcp://127.0.0.1:5550", .unknownScheme("@tcp")),
        Bad("tcp://127.0.0.1:5550\0", .zeroByte),
        Bad("tcp://", .noPort),
        Bad("tcp://127.0.0.1", .noPort),
        Bad("tcp://:5550", .emptyHost),
        Bad("tcp://a b:5550", .badHost("a b")),
        Bad("tcp://a/b:5550", .badHost("a/b")),
        Bad("tcp://::1:5550", .badHost("::1")),
        Bad("tcp://127.0.0.1:", .badPort("")),
        Bad("tcp://127.0.0.1:0", .badPort("0")),
        Bad("tcp://127.0.0.1:65536", .badPort("65536")),
        Bad("tcp://127.0.0.1:+1", .badPort("+1")),
        Bad("tcp://127.0.0.1:5550x", .badPort("5550x")),
        Bad("tcp://127.0.0.1:5550/", .badPort("5550/")),
        Bad(">tcp://127.0.0.1:*", .wildcardToConnect),
        Bad(">tcp://*:5550", .wildcardToConnect),
        Bad(">tcp://eth0:x;10.0.0.1:5550", .badPort("x")),
        Bad(">tcp://eth0:0;10.0.0.1:0", .badPort("0")),
        Bad("ipc://", .emptyPath),
        Bad(">ipc://*", .wildcardToConnect),
        Bad("ipc://" + String(repeating: "p", count: 108), .pathTooLong(108)),
        Bad("ipc://" + String(repeating: "ä", count: 54), .pathTooLong(108)),
        Bad("inproc://", .emptyName),
        Bad("inproc://" + String(repeating: "n", count: 256), .nameTooLong(256)),
    ])
    func `a malformed endpoint is refused with the reason`(bad: Bad) {
        let malformed = #expect(throws: Endpoint.Malformed.self) { try Endpoint(bad.text) }
        #expect(malformed?.reason == bad.reason)
        #expect(malformed?.text == bad.text)
        #expect(malformed?.description.hasSuffix("is not an endpoint: \(bad.reason)") == true)
    }

    @Test func `libzmq accepts the longest ipc path and inproc name`() throws {
        let context = try Context()
        let socket = try Socket(.pull, in: context)
        let folder = try TemporaryFolder()
        let name = "inproc://" + String(repeating: "n", count: Endpoint.maximumNameBytes)
        try socket.attach(Endpoint(name))
        // The rest of the path is slashes, so that it names the same file.
        let fill = Endpoint.maximumPathBytes - folder.path.utf8.count - "socket".utf8.count
        let path = folder.path + String(repeating: "/", count: fill) + "socket"
        try socket.attach(Endpoint("ipc://" + path))
        let last = try socket.get(.lastEndpoint)
        #expect(last == "ipc://" + path)
        #expect {
            try socket.bind("ipc://" + folder.path + String(repeating: "/", count: fill + 1) + "other")
            try socket.bind("ipc://" + folder.path + String(repeating: "/", count: fill + 2) + "other")
        } throws: {
            "\($0)".hasPrefix("ZeroMQ could not bind")
        }
    }

    @Test func `a socket binds or connects as its endpoint says`() throws {
        let context = try Context()
        let pull = try makeSocket(.pull, in: context)
        try pull.attach(Endpoint("@tcp://127.0.0.1:*"))
        let address = try pull.get(.lastEndpoint)
        let push = try makeSocket(.push, in: context)
        try push.attach(Endpoint(address, default: .connect))
        let isSent = try push.send([1])
        let received = try pull.receiveFrames()
        #expect(isSent)
        #expect(received == [[1]])
        try push.detach(Endpoint(">" + address))
        let isSentToNobody = try push.send([1], .dontWait)
        #expect(!isSentToNobody)
        try pull.detach(Endpoint("@" + address))
    }

    @Test func `a long malformed endpoint is truncated in its message`() {
        let malformed = #expect(throws: Endpoint.Malformed.self) {
            try Endpoint(String(repeating: "x", count: 1_000_000))
        }
        #expect((malformed?.description.count ?? .max) < 500)
    }
}
