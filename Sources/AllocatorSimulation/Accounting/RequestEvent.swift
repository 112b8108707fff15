import AllocatorLoad

/// An arrival, start or end of a request.
struct RequestEvent {
    enum Kind: UInt8 {
        case coming
        case beginning
        case end
    }

    let time: Duration
    let request: Int
    let kind: Kind

    /// Returns the events of a simulation, ordered by time and then by request. Requests that can never be placed have
    /// none.
    static func all(of outcome: SimulationOutcome) -> [RequestEvent] {
        let player = outcome.player
        var turns: [RequestEvent] = []
        for (request, status) in player.ledger.statuses.enumerated() {
            switch status {
            case .expected, .impossible: continue
            case .waiting, .running, .finished: break
            }
            turns.append(RequestEvent(time: player.arrivals[request], request: request, kind: .coming))
            guard let placement = player.placements[request] else { continue }
            turns.append(RequestEvent(time: placement, request: request, kind: .beginning))
            let end = placement + player.runTimes[request]
            if end <= outcome.end { turns.append(RequestEvent(time: end, request: request, kind: .end)) }
        }
        return turns.sorted {
            ($0.time, $0.request, $0.kind.rawValue) < ($1.time, $1.request, $1.kind.rawValue)
        }
    }
}
