import AllocatorCore

/// The resources that frameworks are offered and use, by agent and without order, so that two allocators can be
/// compared by `==`.
package struct ObservedAccounts: Hashable, Sendable, CustomStringConvertible {
    package var lines: [String]

    package init<Subject: AllocatorUnderTest>(of allocator: Subject) {
        lines = allocator.accounts.map { Self.line(of: $0) }.sorted()
    }

    private static func line(of accounts: HeldAccounts) -> String {
        let mark = accounts.isMerged ? ", merged" : ""
        return "\(accounts.agent) \(accounts.framework) \(accounts.role): offered \(text(of: accounts.offered)),"
            + " allocated \(text(of: accounts.allocated))\(mark)"
    }

    private static func text(of resources: [Resource]) -> String {
        let listed = resources.map { resource in
            var normal = resource
            normal.amount = resource.amount.normalized
            return normal.listing
        }
        return "(\(listed.sorted().joined(separator: "; ")))"
    }

    package var description: String { lines.joined(separator: "\n  ") }
}
