/// Decides which connections of a context's CURVE sockets are let in (ZeroMQ's RFC 27, "ZAP").
///
/// libzmq asks after it has made sure that the peer has the secret key to the public one that it shows, and holds the
/// connection until it is answered; no other connection waits for it. Every connection asks once and waits, so that no more
/// questions wait than there are connections. One to a context, and made before any socket of it is bound. Belongs to one
/// thread.
package struct Authenticator: ~Copyable {
    /// Under which messages tell the number of their connection.
    static let connectionProperty = "X-Connection"
    private static let address = "inproc://zeromq.zap.01"
    private static let version = Array("1.0".utf8)
    /// Version, request id, domain, address, routing id, mechanism, one key.
    private static let requestFrames = 7

    /// Readable when somebody asks.
    package let socket: Socket

    package init(in context: Context) throws(ZeroMQError) {
        let socket = try Socket(.rep, in: context)
        try socket.bind(Self.address)
        self.socket = socket
    }

    /// A peer that has shown its key.
    package struct Request: Hashable, Sendable {
        /// That of the socket which it has connected to.
        package let domain: String
        /// Its address in numbers, over tcp.
        package let address: String
        package let key: CurvePublicKey
    }

    /// Answers one question, if one waits; whether one did. What does not ask for CURVE is refused without a question.
    ///
    /// - Parameter admit: A number for the connection, by which its messages will tell of it (`MessageSender.connection`); nil
    ///   where the peer is not let in.
    package mutating func answer(
        _ admit: (Request) throws(ZeroMQError) -> UInt64?
    ) throws(ZeroMQError) -> Bool {
        let frames: [[UInt8]]
        do {
            guard let received = try socket.receiveFrames(limit: Self.requestFrames, .dontWait) else { return false }
            frames = received
        } catch .tooManyFrames {
            // Another mechanism, with several credentials.
            try refuse(requestID: [])
            return true
        }
        guard let request = Request(frames) else {
            try refuse(requestID: frames.count > 1 ? frames[1] : [])
            return true
        }
        if let number = try admit(request) {
            try reply("200", requestID: frames[1], user: request.key.text, properties: property(number))
        } else {
            try refuse(requestID: frames[1])
        }
        return true
    }

    private func refuse(requestID: [UInt8]) throws(ZeroMQError) {
        try reply("400", requestID: requestID, user: "", properties: [])
    }

    private func reply(
        _ status: String, requestID: [UInt8], user: String, properties: [UInt8]
    ) throws(ZeroMQError) {
        // One that asked and has gone misses the answer; nobody waits.
        _ = try socket.send(
            frames: [Self.version, requestID, Array(status.utf8), [], Array(user.utf8), properties], .dontWait)
    }

    /// As ZMTP writes a property: sizes of 1 and 4 bytes, in network order.
    private func property(_ connection: UInt64) -> [UInt8] {
        let value = Array(String(connection).utf8)
        return [UInt8(Self.connectionProperty.utf8.count)] + Array(Self.connectionProperty.utf8)
            + [0, 0, 0, UInt8(value.count)] + value
    }
}

extension Authenticator.Request {
    /// Nil for what asks for something else than CURVE.
    fileprivate init?(_ frames: [[UInt8]]) {
        guard frames.count == 7, frames[0] == Array("1.0".utf8), frames[5] == Array("CURVE".utf8),
            let key = CurvePublicKey(bytes: frames[6])
        else { return nil }
        domain = String(decoding: frames[2], as: UTF8.self)
        address = String(decoding: frames[3], as: UTF8.self)
        self.key = key
    }
}
