/// Resources of one agent for one framework in one role.
struct OfferBundle: Sendable {
    var framework: Slot<Framework>
    var role: Slot<Role>
    var agent: Slot<Agent>
    var resources: Resources
}
