import AllocatorWire

extension WireOutstanding {
    /// Whether nothing was published to the master between this page and another one.
    func isOfOneView(with page: WireOutstanding) -> Bool {
        offersSequence == page.offersSequence && inverseOffersSequence == page.inverseOffersSequence
            && rescindsSequence == page.rescindsSequence
    }

    /// Appends the next page, which covers later agents.
    mutating func append(_ page: WireOutstanding) {
        for batch in page.offers {
            if let place = offers.firstIndex(where: { $0.frameworkID == batch.frameworkID }) {
                offers[place].append(batch)
            } else {
                offers.append(batch)
            }
        }
        for batch in page.inverseOffers {
            if let place = inverseOffers.firstIndex(where: { $0.frameworkID == batch.frameworkID }) {
                inverseOffers[place].agents += batch.agents
            } else {
                inverseOffers.append(batch)
            }
        }
        offers.sort { $0.frameworkID.utf8.lexicographicallyPrecedes($1.frameworkID.utf8) }
        inverseOffers.sort { $0.frameworkID.utf8.lexicographicallyPrecedes($1.frameworkID.utf8) }
        timeNs = page.timeNs
        epoch = page.epoch
        appliedSequence = page.appliedSequence
        last = page.last
    }
}

extension WireOfferBatch {
    fileprivate mutating func append(_ batch: WireOfferBatch) {
        for role in batch.roles {
            if let place = roles.firstIndex(where: { $0.role == role.role }) {
                roles[place].agents += role.agents
            } else {
                roles.append(role)
            }
        }
        roles.sort { $0.role.utf8.lexicographicallyPrecedes($1.role.utf8) }
    }
}
