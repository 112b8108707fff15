/// How far a run has come.
package struct LoadProgress: Sendable {
    package let elapsed: Duration
    package let counts: StandingCounts
    package let utilisation: Utilisation
    package let offers: Int
}
