import AllocatorCore

extension RoleTree {
    /// A client with one framework, as a cluster would make it.
    @discardableResult
    mutating func addExampleClient(_ path: Name) -> RoleSlot {
        let role = intern(path)
        _ = addFramework(FrameworkClient(Slot(0)), name: "f", isActive: true, to: role)
        return role
    }

    mutating func removeExampleClient(_ path: Name) {
        let role = intern(path)
        for place in self[role].frameworks.allClients { removeFramework(at: place, from: role) }
    }
}
