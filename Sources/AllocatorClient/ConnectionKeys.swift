package import ZeroMQ

/// The CURVE keys of a connection to a worker with `--curve-key`: the client's own pair, and the worker's public key.
///
/// A worker does not answer a client whose key is not in its allow-list. The client receives nothing, and its calls may
/// fail with ``ClientFailure/noAnswer(endpoint:after:)``. The worker's log gives the reason.
public struct ConnectionKeys: Hashable, Sendable {
    package let own: CurveKeyPair
    package let worker: CurvePublicKey

    /// Reads the key files that `quartermaster keygen` has written.
    ///
    /// - Parameters:
    ///   - curveKey: The path of the client's own .key file.
    ///   - serverKey: The path of the worker's .pub file.
    /// - Throws: ``ClientFailure/invalidArgument(_:)`` if a file cannot be read or is malformed.
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
    /// Binds or connects the socket, with encryption if there are keys.
    package borrowing func attach(_ endpoint: Endpoint, with keys: ConnectionKeys?) throws(ZeroMQError) {
        if let keys { try identifyByCurve(as: keys.own, to: keys.worker) }
        try attach(endpoint)
    }
}
