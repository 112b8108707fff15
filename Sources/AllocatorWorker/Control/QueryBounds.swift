import AllocatorCore
package import AllocatorWire

/// What one question may cost. The defaults keep it within some milliseconds, so that no run waits for it for long.
package struct QueryBounds: Sendable {
    var explanation = Explanation.Bound()
    var supposition = Supposition.Bound()
    /// Of a view: see `ViewSelection`.
    var viewSteps = ViewSelection().steps
    /// Of what is outstanding: agents that one answer looks at, and `OutstandingPage.stepsPerResource` for each resource.
    var outstandingSteps = 50_000
    /// What one answer tells of past runs. Of its first run it leaves out what is more than that.
    package var pastRuns = PastRunRoom(lines: 300, bundles: 10_000)

    /// - Parameter work: In percent of the defaults; nothing comes to less than one.
    package init(work: Int = 100) {
        func scale(_ bound: inout Int) { bound = max(1, bound * work / 100) }
        scale(&explanation.steps)
        scale(&explanation.asked)
        scale(&supposition.events)
        scale(&supposition.clusterSize)
        scale(&supposition.runs)
        scale(&viewSteps)
        scale(&outstandingSteps)
        scale(&pastRuns.lines)
        scale(&pastRuns.bundles)
    }
}
