import AllocatorWire
import ArgumentParser

/// The option that names a cluster.
package struct ClusterOption: ParsableArguments {
    @Option(name: .customLong("cluster"), help: .init("The cluster.", valueName: "name"))
    package var name = WireName.defaultCluster

    package init() {}

    package func validate() throws {
        guard WireName.isValidCluster(name) else {
            throw ValidationError(
                "--cluster takes 1 to 255 of A–Z a–z 0–9 . _ -, but none of json, rejects, heartbeat and metrics")
        }
    }
}
