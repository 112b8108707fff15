import AllocatorCore
package import AllocatorWire

/// The bounds of the work for one query. The defaults keep it within some milliseconds, so that no allocation run is
/// delayed for long.
package struct QueryBounds: Sendable {
    var explanation = Explanation.Bound()
    var supposition = Supposition.Bound()
    /// The bound of a view: see `ViewSelection`.
    var viewSteps = ViewSelection().steps
    /// The bound of a page of outstanding offers: one step per visited agent, and `OutstandingPage.stepsPerResource`
    /// per resource.
    var outstandingSteps = 50_000
    /// The bound of past runs in one answer. The first run is truncated to it.
    package var pastRuns = PastRunRoom(lines: 300, bundles: 10_000)

    /// - Parameter work: A percentage of the defaults. No bound becomes less than one.
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
