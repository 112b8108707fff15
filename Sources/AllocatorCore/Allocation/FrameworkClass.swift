extension FrameworkClass {
    private static let deciding: [FrameworkCapabilities] = [
        .revocableResources, .gpuResources, .sharedResources, .multiRole, .reservationRefinement, .regionAware,
    ]

    /// The class of frameworks without minimums or constraints of their own.
    package init(_ capabilities: FrameworkCapabilities) {
        self.init(
            number: Self.deciding.enumerated().reduce(0) { number, capability in
                capabilities.contains(capability.element) ? number | 1 << UInt8(capability.offset) : number
            })
    }
}

extension Framework {
    /// The class of the framework in a role.
    func frameworkClass(in role: RoleSlot) -> FrameworkClass {
        guard minimums[role] == nil, constraints[role] == nil else { return .unique }
        return FrameworkClass(capabilities)
    }
}
