/// A part of what is outstanding for a master: that of some agents, which follow each other by id.
package struct OutstandingPage: Sendable {
    /// What telling of one resource costs, where to look at an agent costs 1.
    static let stepsPerResource = 20

    /// By framework id.
    package var offers: [FrameworkOffers] = []
    package var inverseOffers: [FrameworkInverseOffers] = []
    /// Where there are more agents, the last one that was looked at.
    package var last: Name?
}
