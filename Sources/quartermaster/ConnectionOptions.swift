import AllocatorClient
import AllocatorWire
import ArgumentParser

/// How a master reaches its worker.
struct ConnectionOptions: ParsableArguments {
    @Option(help: .init("Where the worker takes events.", valueName: "endpoint"))
    var events = WorkerEndpoints.defaultEvents

    @Option(help: .init("Where the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @Option(help: .init("Where the worker answers questions.", valueName: "endpoint"))
    var control = WorkerEndpoints.defaultControl

    @OptionGroup var keys: KeyOptions

    @Option(help: .init("The cluster to play in.", valueName: "name"))
    var cluster = WireName.defaultCluster

    @Option(help: .init("The name of this master; frameworks' ids begin with it.", valueName: "name"))
    var master = "load"

    func validate() throws {
        do {
            _ = try endpoints
        } catch {
            throw ValidationError("\(error)")
        }
        guard WireName.isValidCluster(cluster) else {
            throw ValidationError(
                "--cluster takes 1 to 255 of A–Z a–z 0–9 . _ -, but none of json, rejects, heartbeat and metrics")
        }
        guard WireName.isValidMaster(master) else {
            throw ValidationError("--master takes 1 to 255 of A–Z a–z 0–9 . _ -")
        }
    }

    var endpoints: WorkerEndpoints {
        get throws(ClientFailure) {
            try WorkerEndpoints(events: events, publications: publications, control: control)
        }
    }
}
