/// All that the page shows of a cluster at one moment. Of each kind the first by name, up to a bound.
package struct Picture: Equatable, Sendable {
    package static let maximumRoles = 1_000
    package static let maximumFrameworks = 1_000
    package static let maximumAgents = 5_000

    package var totals = Totals()
    package var roles: [RoleRow] = []
    package var frameworks: [FrameworkRow] = []
    package var agents: [AgentRow] = []

    package init() {}

    package struct Totals: Encodable, Equatable, Sendable {
        /// All that there are, whether shown or not.
        package var roles = 0
        package var frameworks = 0
        package var agents = 0
        package var resources: [ResourceUse] = []
        package var isPaused = false

        package init() {}
    }
}

/// The difference between two pictures. From an empty picture: all of it.
package struct PictureChange: Encodable, Equatable, Sendable {
    package struct Rows<Row: PictureRow>: Encodable, Equatable, Sendable {
        /// New, or not as before.
        package let changed: [Row]
        /// Ids.
        package let removed: [String]

        /// - Complexity: O(n) in the rows of both.
        init(from old: [Row], to new: [Row]) {
            let before = Dictionary(old.map { ($0.id, $0) }) { first, _ in first }
            let remaining = Set(new.map(\.id))
            changed = new.filter { before[$0.id] != $0 }
            removed = old.map(\.id).filter { !remaining.contains($0) }
        }

        var isEmpty: Bool { changed.isEmpty && removed.isEmpty }
    }

    /// Whether the page first drops its rows.
    package let isWhole: Bool
    package let totals: Picture.Totals
    package let roles: Rows<RoleRow>
    package let frameworks: Rows<FrameworkRow>
    package let agents: Rows<AgentRow>

    /// nil if nothing has changed.
    package init?(from old: Picture, to new: Picture) {
        guard old != new else { return nil }
        self.init(isWhole: false, old, new)
    }

    /// All of a picture, for a page that has none or another one.
    package init(whole picture: Picture) {
        self.init(isWhole: true, Picture(), picture)
    }

    private init(isWhole: Bool, _ old: Picture, _ new: Picture) {
        self.isWhole = isWhole
        totals = new.totals
        roles = Rows(from: old.roles, to: new.roles)
        frameworks = Rows(from: old.frameworks, to: new.frameworks)
        agents = Rows(from: old.agents, to: new.agents)
    }
}
