package import AllocatorClient
import AllocatorWire

/// How a workload is played against a worker.
package struct LoadOptions: Sendable {
    package var endpoints: WorkerEndpoints
    package var cluster = WireName.defaultCluster
    package var master = "load"
    /// Start the cluster anew, whatever it holds.
    package var reset = false
    package var allocationInterval = Duration.seconds(1)
    package var pace = Pace.asFastAsTheyFit(longestRun: .seconds(10))
    /// For how long what nothing waiting fits into shall not be offered again to the same framework. What was declined
    /// and then grew is offered nevertheless.
    package var refusal = Duration.seconds(60)
    /// Ends the run early after so long; `nil`: when all requests are done.
    package var timeLimit: Duration?
    /// A worker that publishes nothing for so long, no heartbeat either, is taken for gone.
    package var silenceLimit = Duration.seconds(10)

    package init(endpoints: WorkerEndpoints) {
        self.endpoints = endpoints
    }
}
