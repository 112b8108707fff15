package import AllocatorClient
import AllocatorWire

/// The options of a run.
package struct LoadOptions: Sendable {
    package var endpoints: WorkerEndpoints
    package var cluster = WireName.defaultCluster
    package var master = "load"
    /// Whether to reset the cluster first.
    package var reset = false
    package var allocationInterval = Duration.seconds(1)
    package var pace = Pace.asFastAsTheyFit(longestRun: .seconds(30))
    /// The time for which a declined offer is not repeated to the same framework. It is repeated earlier if more
    /// resources of its machine become free.
    package var refusal = Duration.seconds(60)
    /// The time limit of the run, or `nil` for none. The run ends early then, or fails if the worker has not answered
    /// yet.
    package var timeLimit: Duration?
    /// The time without a publication or heartbeat after which the worker is considered unreachable.
    package var silenceLimit = Duration.seconds(10)

    package init(endpoints: WorkerEndpoints) {
        self.endpoints = endpoints
    }
}
