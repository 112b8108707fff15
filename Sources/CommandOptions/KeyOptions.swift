package import AllocatorClient
package import ArgumentParser

/// The options that give the keys for a worker with encrypted sockets.
package struct KeyOptions: ParsableArguments {
    @Option(
        help: .init(
            "This client's .key file, for a worker that requires keys; see `quartermaster keygen`.", valueName: "file"))
    package var curveKey: String?

    @Option(help: .init("The worker's .pub file; requires --curve-key.", valueName: "file"))
    package var serverKey: String?

    package init() {}

    package func validate() throws {
        guard (curveKey == nil) == (serverKey == nil) else {
            throw ValidationError("--curve-key and --server-key go together: give both or neither")
        }
    }

    /// Reads the keys from their files.
    ///
    /// - Returns: The keys, or `nil` if none were given.
    package func read() throws(ClientFailure) -> ConnectionKeys? {
        guard let curveKey, let serverKey else { return nil }
        return try ConnectionKeys(curveKey: curveKey, serverKey: serverKey)
    }

    /// Reads the keys, and adds them to endpoints.
    package func added(to endpoints: WorkerEndpoints) throws(ClientFailure) -> WorkerEndpoints {
        var endpoints = endpoints
        endpoints.keys = try read()
        return endpoints
    }
}
