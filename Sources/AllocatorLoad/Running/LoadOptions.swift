package import AllocatorClient
import AllocatorWire

/// The options for playing a workload against a worker.
package struct LoadOptions: Sendable {
    package var endpoints: WorkerEndpoints
    package var cluster = WireName.defaultCluster
    package var master = "load"
    /// Whether to reset the cluster at the start.
    package var reset = false
    package var allocationInterval = Duration.seconds(1)
    package var pace = Pace.asFastAsTheyFit(longestRun: .seconds(30))
    /// The time for which a declined offer is not repeated to the same framework. A declined machine is offered again
    /// earlier if more of it becomes free.
    package var refusal = Duration.seconds(60)
    /// The time after which the run ends early, or fails if the worker has not answered by then. `nil` sets no limit.
    package var timeLimit: Duration?
    /// The time without a publication or heartbeat after which the worker counts as gone.
    package var silenceLimit = Duration.seconds(10)

    package init(endpoints: WorkerEndpoints) {
        self.endpoints = endpoints
    }
}
