/// How a request stands. Each has exactly one standing at any time.
package enum Standing: Hashable, Sendable {
    /// Its time has not come.
    case expected
    case waiting
    case running
    case finished
    case impossible(Obstacle)

    package static let all: [Standing] =
        [.expected, .waiting, .running, .finished] + Obstacle.allCases.map(Standing.impossible)
}

/// How many requests stand how.
package struct StandingCounts: Hashable, Sendable {
    private var counts: [Standing: Int]

    init(expected: Int) {
        counts = [.expected: expected]
    }

    package subscript(standing: Standing) -> Int {
        counts[standing, default: 0]
    }

    package var total: Int { Standing.all.reduce(0) { $0 + self[$1] } }

    mutating func move(from old: Standing, to new: Standing) {
        counts[old, default: 0] -= 1
        counts[new, default: 0] += 1
    }
}
