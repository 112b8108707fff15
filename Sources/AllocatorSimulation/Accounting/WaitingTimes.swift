import AllocatorLoad

/// How long requests waited from their coming until they began to run. Those that never began are not among them.
package struct WaitingTimes: Sendable {
    private let sorted: [Duration]

    package init(_ times: some Sequence<Duration>) {
        sorted = times.sorted()
    }

    package var count: Int { sorted.count }

    package var longest: Duration? { sorted.last }

    /// The shortest time within which so many of a hundred began; `nil` where none did.
    ///
    /// - Parameter percent: From 1 to 100.
    package func percentile(_ percent: Int) -> Duration? {
        sorted.isEmpty ? nil : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    /// Those of each role by its name, of roles that have any.
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
