/// The status of a request.
package enum RequestStatus: Hashable, Sendable {
    /// The request has not arrived yet.
    case expected
    case waiting
    case running
    case finished
    case impossible(Obstacle)

    package static let all: [RequestStatus] =
        [.expected, .waiting, .running, .finished] + Obstacle.allCases.map(RequestStatus.impossible)
}

/// The number of requests in each status.
package struct RequestCounts: Hashable, Sendable {
    private var counts: [RequestStatus: Int]

    init(expected: Int) {
        counts = [.expected: expected]
    }

    package subscript(status: RequestStatus) -> Int {
        counts[status, default: 0]
    }

    package var total: Int { RequestStatus.all.reduce(0) { $0 + self[$1] } }

    mutating func move(from old: RequestStatus, to new: RequestStatus) {
        counts[old, default: 0] -= 1
        counts[new, default: 0] += 1
    }
}
