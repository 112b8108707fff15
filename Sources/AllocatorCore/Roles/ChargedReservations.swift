/// The reservations that count in the fair order of roles although they are neither offered nor allocated
/// (<doc:Policies#2-Reservations-that-count>).
package struct ChargedReservations: Sendable {
    /// The reservations to the role and to the roles below it.
    package var subtree = Quantities()
    /// The reservations to the role itself.
    package var own = Quantities()

    package init() {}
}

extension ChargedReservations {
    /// The unused reservations of an agent to one role.
    struct Part: Equatable, Sendable {
        let role: RoleSlot
        var quantities: Quantities
    }
}
