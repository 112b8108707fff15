import AllocatorClient
import ArgumentParser

/// The keys for a worker that asks for some.
struct KeyOptions: ParsableArguments {
    @Option(
        help: .init(
            "The .key file of whoever connects, for a worker that asks for keys; see `quartermaster keygen`.",
            valueName: "file"))
    var curveKey: String?

    @Option(help: .init("The worker's .pub file; goes with --curve-key.", valueName: "file"))
    var serverKey: String?

    func validate() throws {
        guard (curveKey == nil) == (serverKey == nil) else {
            throw ValidationError("--curve-key and --server-key go together: give both or neither")
        }
    }

    /// Nil where none were given.
    func read() throws(ClientFailure) -> ConnectionKeys? {
        guard let curveKey, let serverKey else { return nil }
        return try ConnectionKeys(curveKey: curveKey, serverKey: serverKey)
    }
}
