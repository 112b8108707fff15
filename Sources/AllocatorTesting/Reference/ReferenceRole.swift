package import AllocatorCore

/// The hierarchy of role names (Allocation, "1. Resources").
package enum ReferenceRole {
    package static func isValid(_ role: Name) -> Bool {
        if role == "*" { return true }
        return role.string.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
            component in
            let text = String(Substring(component))
            return !text.isEmpty && ![".", "..", "*"].contains(text) && !text.utf8.starts(with: "-".utf8)
                && !text.utf8.contains { (9...13).contains($0) || $0 == 0x20 || $0 == 0x7f }
        }
    }

    package static func isNested(_ role: Name) -> Bool { role.string.utf8.contains(UInt8(ascii: "/")) }

    /// Whether `role` lies below `ancestor`.
    package static func isStrictly(_ role: Name, below ancestor: Name) -> Bool {
        role.string.utf8.starts(with: (ancestor.string + "/").utf8)
    }

    package static func isWithin(_ role: Name, _ ancestor: Name) -> Bool {
        role == ancestor || isStrictly(role, below: ancestor)
    }

    /// Returns `a`, `a/b` and `a/b/c` for `a/b/c`.
    package static func path(to role: Name) -> [Name] {
        let components = role.string.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        return components.indices.map { Name(components[...$0].joined(separator: "/")) }
    }

    package static func topLevel(of role: Name) -> Name { path(to: role)[0] }
}
