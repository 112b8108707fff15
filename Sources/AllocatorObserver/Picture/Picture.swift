/// A snapshot of a cluster for the page: of each kind, the first rows by name, up to a maximum.
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
        /// The total number, whether shown or not.
        package var roles = 0
        package var frameworks = 0
        package var agents = 0
        package var resources: [ResourceUse] = []
        package var isPaused = false

        package init() {}
    }
}

/// The difference between two pictures.
package struct PictureChange: Encodable, Equatable, Sendable {
    package struct Rows<Row: PictureRow>: Encodable, Equatable, Sendable {
        /// The new and changed rows.
        package let changed: [Row]
        /// The ids of the removed rows.
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

    /// Whether the page must first drop all rows.
    package let isWhole: Bool
    package let totals: Picture.Totals
    package let roles: Rows<RoleRow>
    package let frameworks: Rows<FrameworkRow>
    package let agents: Rows<AgentRow>

    /// Computes the difference, or returns `nil` if nothing has changed.
    package init?(from old: Picture, to new: Picture) {
        guard old != new else { return nil }
        self.init(isWhole: false, old, new)
    }

    /// Creates the change for a page without a picture or with an unrelated one: all rows.
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
