import Testing
import ZeroMQ

/// The endpoints that other machines can reach.
@Suite struct EndpointReachTests {
    @Test(arguments: [
        "tcp://127.0.0.1:5550", "tcp://127.255.255.254:*", "tcp://[::1]:1", "tcp://[0:0:0:0:0:0:0:1]:1",
        "tcp://[::ffff:127.0.0.1]:1", "tcp://localhost:1", ">tcp://localhost:1", ">tcp://127.0.0.1:1",
        ">tcp://eth0:0;127.0.0.1:1", "ipc:///run/events", "ipc://*", "ipc://@abstract", "inproc://events",
        ">ipc:///run/events",
    ])
    func `an endpoint on loopback, ipc or inproc is only reachable from this machine`(text: String) throws {
        #expect(try Endpoint(text).isOfThisMachine)
    }

    @Test(arguments: [
        "tcp://*:5550", "tcp://0.0.0.0:5550", "tcp://[::]:1", "tcp://10.0.0.1:1", "tcp://128.0.0.1:1",
        "tcp://126.255.255.255:1", "tcp://eth0:1", "tcp://lo:1", "tcp://[fe80::1]:1", "tcp://[::2]:1",
        "tcp://[::ffff:10.0.0.1]:1", "tcp://[1::1]:1", "tcp://[::1%eth0]:1", "tcp://127.1:1",
        "tcp://127.0.0.1.example:1",
        "tcp://localhost.example:1", ">tcp://master.example:1", ">tcp://127.0.0.1:0;10.0.0.1:1",
    ])
    func `an endpoint on another interface is reachable from other machines`(text: String) throws {
        #expect(try !Endpoint(text).isOfThisMachine)
    }

    @Test(
        arguments: [
            ("ipc:///run/events", "/run/events"), ("@ipc://relative", "relative"), ("ipc://@abstract", nil),
            ("tcp://127.0.0.1:1", nil), ("inproc://events", nil),
        ] as [(String, String?)])
    func `only ipc outside of the abstract namespace has a file`(text: String, path: String?) throws {
        #expect(try Endpoint(text).socketFile == path)
    }
}
