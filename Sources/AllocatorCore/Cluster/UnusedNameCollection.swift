/// The policy for the collection of unreferenced kinds and roles.
///
/// A collection visits the whole cluster. It is due when a table has doubled, so that its cost is amortized over the
/// calls that filled the table. It is also due when a table was full and a kind or role may have become unused since
/// the last collection.
package struct UnusedNameCollection: Sendable {
    private static let slack = 4096

    private var kindsAfterLast = 0
    private var rolesAfterLast = 0
    private var isOutOfRoom = false
    private var mayHaveUnused = false
    /// The number of collections. Intended for tests.
    package private(set) var count = 0

    package init() {}

    /// Whether a table has doubled since the last collection.
    package func isDue(kinds: Int, roles: Int) -> Bool {
        kinds > 2 * kindsAfterLast + Self.slack || roles > 2 * rolesAfterLast + Self.slack
    }

    /// Records that a kind or a role may have become unused.
    package mutating func recordUnused() { mayHaveUnused = true }

    /// Records that a call is refused because the table of kinds or roles is full.
    package mutating func recordLackOfRoom() { isOutOfRoom = true }

    /// Whether a call was refused because a table was full, and a collection may make room. Resets the record.
    ///
    /// So a flood of refused calls causes only one collection.
    package mutating func takeLackOfRoom(hasUnusedRoles: Bool) -> Bool {
        guard isOutOfRoom else { return false }
        isOutOfRoom = false
        return mayHaveUnused || hasUnusedRoles
    }

    /// Records a collection.
    ///
    /// - Parameters:
    ///   - kinds: The number of remaining kinds.
    ///   - roles: The number of remaining roles.
    package mutating func recordCollection(kinds: Int, roles: Int) {
        count += 1
        recordNothingUnused(kinds: kinds, roles: roles)
    }

    /// Records that everything is in use, as in a restored cluster.
    package mutating func recordNothingUnused(kinds: Int, roles: Int) {
        (kindsAfterLast, rolesAfterLast) = (kinds, roles)
        mayHaveUnused = false
    }
}
