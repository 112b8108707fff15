import AllocatorCore

extension RandomHistory {
    mutating func unavailability() -> Unavailability {
        Unavailability(
            start: Int64(draw.below(100)) * 1_000_000_000, duration: draw.chance(60) ? 3_600_000_000_000 : nil)
    }

    mutating func maintenanceCall(_ cluster: ReferenceCluster) -> Call? {
        guard has(.maintenance) else { return nil }
        let id = draw.pick(known(cluster.agents))
        switch draw.below(4) {
        case 0: return .updateUnavailability(agent: id, draw.chance(75) ? unavailability() : nil)
        case 1: return .inverseOfferStatuses
        default:
            guard let maintenance = cluster.agents[id]?.maintenance else { return nil }
            let frameworks = maintenance.outstanding.filter { cluster.frameworks[$0] != nil }.sorted()
            let framework = draw.pickAny(frameworks) ?? draw.pick(known(cluster.frameworks))
            return .updateInverseOffer(
                InverseOfferResponse(
                    agent: id, framework: framework, status: status(of: framework), filters: filters()))
        }
    }

    private mutating func status(of framework: Name) -> InverseOfferStatus? {
        guard draw.chance(80) else { return nil }
        return InverseOfferStatus(status: draw.pick([.accept, .decline]), framework: framework, timestamp: 7)
    }
}
