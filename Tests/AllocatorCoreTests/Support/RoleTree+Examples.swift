import AllocatorCore

extension RoleTree {
    /// A client with one framework, as a cluster would make it.
    @discardableResult
    mutating func addExampleClient(_ path: Name) -> RoleSlot {
        let role = intern(path)
        addClient(role)
        _ = self[role].frameworks.insert(FrameworkClient(Slot(0)), name: "f", isActive: true)
        return role
    }

    mutating func removeExampleClient(_ path: Name) {
        let role = intern(path)
        for place in self[role].frameworks.allClients { self[role].frameworks.remove(place) }
        removeClient(role)
    }
}
