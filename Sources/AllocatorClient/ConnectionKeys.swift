package import ZeroMQ

/// The keys by which a client and a worker with `--curve-key` know each other: the client's own pair, and the worker's public
/// key. With them everything that passes is encrypted.
///
/// A worker that does not let the client in does not say so: the client hears nothing (``ClientFailure/noAnswer(endpoint:after:)``
/// where it gives up), and the worker's log tells why.
public struct ConnectionKeys: Hashable, Sendable {
    package let own: CurveKeyPair
    package let worker: CurvePublicKey

    /// Reads files that `quartermaster keygen` has written.
    ///
    /// - Parameters:
    ///   - curveKey: The path of the client's own .key file.
    ///   - serverKey: The path of the worker's .pub file.
    /// - Throws: ``ClientFailure/invalidArgument(_:)`` with what is wrong with a file.
    public init(curveKey: String, serverKey: String) throws(ClientFailure) {
        do {
            own = try CurveKeyFile.readPair(curveKey)
            worker = try CurveKeyFile.read(serverKey).publicKey
        } catch {
            throw .invalidArgument("\(error)")
        }
    }

    package init(own: CurveKeyPair, worker: CurvePublicKey) {
        self.own = own
        self.worker = worker
    }
}

extension Socket {
    /// Binds or connects, with keys where there are some.
    package borrowing func attach(_ endpoint: Endpoint, with keys: ConnectionKeys?) throws(ZeroMQError) {
        if let keys { try identifyByCurve(as: keys.own, to: keys.worker) }
        try attach(endpoint)
    }
}
