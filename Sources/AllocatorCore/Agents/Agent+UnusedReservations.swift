extension Agent {
    /// The reserved scalars that are neither offered nor allocated, by role. A shared volume counts once.
    func unusedReservations(_ kinds: borrowing ResourceKindTable) -> [ChargedReservations.Part] {
        guard hasReservations else { return [] }
        var parts: [ChargedReservations.Part] = []
        for entry in available.scalars {
            guard let role = kinds.reservationRole(of: entry.kind) else { continue }
            if entry.kind.traits.contains(.shared), isHeld(entry) { continue }
            var quantities = Quantities()
            quantities[entry.kind.name] = entry.thousandths
            if let position = parts.firstIndex(where: { $0.role == role }) {
                parts[position].quantities += quantities
            } else {
                parts.append(ChargedReservations.Part(role: role, quantities: quantities))
            }
        }
        return parts
    }

    /// Whether a shared resource is offered or allocated to any framework.
    func isHeld(_ entry: Resources.Scalar) -> Bool {
        holdings.contains { $0.resources.copies(of: entry) > 0 }
    }
}
