import AllocatorClient
import AllocatorWire
import ArgumentParser
import CommandOptions

/// The options by which a master connects to its worker.
struct ConnectionOptions: ParsableArguments {
    @Option(help: .init("The socket at which the worker takes events.", valueName: "endpoint"))
    var events = WorkerEndpoints.defaultEvents

    @Option(help: .init("The socket at which the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @OptionGroup var worker: WorkerOptions
    @OptionGroup var cluster: ClusterOption

    @Option(help: .init("The name of this master; frameworks' ids begin with it.", valueName: "name"))
    var master = "load"

    func validate() throws {
        try WorkerOptions.check { () throws(ClientFailure) in try endpointsWithoutKeys() }
        try Self.checkMaster(master)
    }

    /// Checks the name of a master.
    static func checkMaster(_ name: String) throws {
        guard WireName.isValidMaster(name) else {
            throw ValidationError("--master takes 1 to 255 of A–Z a–z 0–9 . _ -")
        }
    }

    /// The endpoints with the keys, which are read from their files.
    func endpoints() throws(ClientFailure) -> WorkerEndpoints {
        try worker.keys.added(to: try endpointsWithoutKeys())
    }

    private func endpointsWithoutKeys() throws(ClientFailure) -> WorkerEndpoints {
        try WorkerEndpoints(events: events, publications: publications, control: worker.control)
    }
}
