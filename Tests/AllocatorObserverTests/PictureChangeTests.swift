import AllocatorObserver
import AllocatorTesting
import Testing

/// A model of the page, which applies changes row by row.
private struct ShownPicture: Equatable {
    var roles: [String: RoleRow] = [:]
    var frameworks: [String: FrameworkRow] = [:]
    var agents: [String: AgentRow] = [:]
    var totals = Picture.Totals()

    mutating func take(_ change: PictureChange) {
        if change.isWhole { self = ShownPicture() }
        Self.take(change.roles, &roles)
        Self.take(change.frameworks, &frameworks)
        Self.take(change.agents, &agents)
        totals = change.totals
    }

    private static func take<Row>(_ change: PictureChange.Rows<Row>, _ rows: inout [String: Row]) {
        for id in change.removed { rows[id] = nil }
        for row in change.changed { rows[row.id] = row }
    }

    static func of(_ picture: Picture) -> ShownPicture {
        var shown = ShownPicture()
        shown.take(PictureChange(whole: picture))
        return shown
    }
}

@Suite("Changes of the picture")
struct PictureChangeTests {
    /// Few names and few values, so that pictures have rows in common that differ, and rows that do not.
    private func picture(_ draw: inout SplitMix64) -> Picture {
        var picture = Picture()
        let ids = draw.some(of: ["a", "b", "c", "<b>", "a/b"], percent: 50)
        picture.roles = ids.map { id in
            var row = RoleRow(id: id)
            row.share = Double(draw.below(2))
            return row
        }
        picture.frameworks = ids.reversed().map { id in
            var row = FrameworkRow(id: id)
            row.isActive = draw.chance(50)
            return row
        }
        picture.agents = ids.map { id in
            var row = AgentRow(id: id)
            row.unavailableFrom = draw.chance(50) ? 5 : nil
            return row
        }
        picture.totals.agents = ids.count
        return picture
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `a page that takes every change shows the newest picture`(seed: UInt64) {
        var draw = SplitMix64(seed: seed)
        var picture = picture(&draw)
        var shown = ShownPicture.of(picture)
        for step in 0..<20 {
            let next = self.picture(&draw)
            let change = PictureChange(from: picture, to: next)
            #expect((change == nil) == (picture == next), "seed \(seed), step \(step)")
            if let change {
                shown.take(change)
                // A change that was in the greeting already does no harm.
                shown.take(change)
            }
            #expect(shown == ShownPicture.of(next), "seed \(seed), step \(step)")
            picture = next
        }
    }

    @Test func `only what differs is sent`() throws {
        var (old, new) = (Picture(), Picture())
        old.agents = ["a", "b", "c"].map(AgentRow.init)
        new.agents = old.agents
        new.agents[1].utilisation = 0.5
        new.agents.removeLast()
        let change = try #require(PictureChange(from: old, to: new))
        #expect(change.agents.changed.map(\.id) == ["b"])
        #expect(change.agents.removed == ["c"])
        #expect(change.roles.changed.isEmpty && change.frameworks.changed.isEmpty)
    }
}
