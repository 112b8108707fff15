package import AllocatorClient
package import ArgumentParser

/// The options of a command that queries a worker: its control socket and the keys for it.
package struct WorkerOptions: ParsableArguments {
    @Option(help: .init("The socket at which the worker answers queries.", valueName: "endpoint"))
    package var control = WorkerEndpoints.defaultControl

    @OptionGroup package var keys: KeyOptions

    package init() {}

    package func validate() throws {
        try Self.check { () throws(ClientFailure) in try WorkerEndpoints(control: control) }
    }

    /// The endpoints with the keys, which are read from their files.
    package func endpoints() throws(ClientFailure) -> WorkerEndpoints {
        try keys.added(to: try WorkerEndpoints(control: control))
    }

    /// Checks endpoints while the command line is read.
    ///
    /// - Throws: `ValidationError` with the reason why an endpoint is malformed.
    package static func check(_ endpoints: () throws(ClientFailure) -> WorkerEndpoints) throws {
        do throws(ClientFailure) {
            _ = try endpoints()
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
