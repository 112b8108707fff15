/// Decides which connections to a context's CURVE sockets are admitted (ZeroMQ's RFC 27, "ZAP").
///
/// libzmq asks once the peer has proved that it has the secret key to its public key, and holds the connection until
/// the answer. Other connections do not wait for it. Each connection asks once and waits, so that the number of pending
/// requests is bounded by that of connections.
///
/// A context has one authenticator, made before any of its sockets is bound. It belongs to one thread.
package struct Authenticator: ~Copyable {
    /// The property of messages that holds the number of their connection.
    static let connectionProperty = "X-Connection"
    private static let address = "inproc://zeromq.zap.01"
    private static let version = Array("1.0".utf8)
    /// The frames of a request: version, request id, domain, address, routing id, mechanism and one key.
    private static let requestFrames = 7

    /// The descriptor that is readable when a connection asks.
    package let socket: Socket

    package init(in context: Context) throws(ZeroMQError) {
        let socket = try Socket(.rep, in: context)
        try socket.bind(Self.address)
        self.socket = socket
    }

    /// A peer that has proved its key.
    package struct Request: Hashable, Sendable {
        /// The domain of the socket that it has connected to.
        package let domain: String
        /// Its numeric address, over tcp.
        package let address: String
        package let key: CurvePublicKey
    }

    /// Answers one request, if any is pending. Requests for other mechanisms than CURVE are denied without calling
    /// `admit`.
    ///
    /// - Returns: Whether a request was pending.
    ///
    /// - Parameter admit: Returns a number for the connection, which its messages carry (`MessageSender.connection`),
    ///   or `nil` to deny it.
    package mutating func answer(
        _ admit: (Request) throws(ZeroMQError) -> UInt64?
    ) throws(ZeroMQError) -> Bool {
        let frames: [[UInt8]]
        do {
            guard let received = try socket.receiveFrames(limit: Self.requestFrames, .dontWait) else { return false }
            frames = received
        } catch .tooManyFrames {
            // Another mechanism, which has several credentials.
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
        // A connection that has closed meanwhile misses the answer.
        _ = try socket.send(
            frames: [Self.version, requestID, Array(status.utf8), [], Array(user.utf8), properties], .dontWait)
    }

    /// A property in ZMTP's format, with sizes of 1 and 4 bytes in network order.
    private func property(_ connection: UInt64) -> [UInt8] {
        let value = Array(String(connection).utf8)
        return [UInt8(Self.connectionProperty.utf8.count)] + Array(Self.connectionProperty.utf8)
            + [0, 0, 0, UInt8(value.count)] + value
    }
}

extension Authenticator.Request {
    /// Parses a request.
    ///
    /// - Returns: `nil` for other mechanisms than CURVE.
    fileprivate init?(_ frames: [[UInt8]]) {
        guard frames.count == 7, frames[0] == Array("1.0".utf8), frames[5] == Array("CURVE".utf8),
            let key = CurvePublicKey(bytes: frames[6])
        else { return nil }
        domain = String(decoding: frames[2], as: UTF8.self)
        address = String(decoding: frames[3], as: UTF8.self)
        self.key = key
    }
}
