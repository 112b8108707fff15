import AllocatorLoad

/// The times from the arrival of requests to their start. Requests that never started are ignored.
package struct WaitingTimes: Sendable {
    private let sorted: [Duration]

    package init(_ times: some Sequence<Duration>) {
        sorted = times.sorted()
    }

    package var count: Int { sorted.count }

    package var longest: Duration? { sorted.last }

    /// Returns the time within which `percent` percent of the requests started, or `nil` if none did.
    ///
    /// - Parameter percent: A percentage from 1 to 100.
    package func percentile(_ percent: Int) -> Duration? {
        sorted.isEmpty ? nil : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    /// Returns the waiting times by role, for roles with started requests.
    static func byRole(_ player: Player) -> [String: WaitingTimes] {
        let requests = player.workload.requests
        let placed = requests.indices.filter { player.placements[$0] != nil }
        return Dictionary(grouping: placed) { requests[$0].role }
            .mapValues { WaitingTimes($0.compactMap { wait(of: $0, player) }) }
    }

    static func all(_ player: Player) -> WaitingTimes {
        WaitingTimes(player.workload.requests.indices.compactMap { wait(of: $0, player) })
    }

    private static func wait(of request: Int, _ player: Player) -> Duration? {
        player.placements[request].map { $0 - player.arrivals[request] }
    }
}
