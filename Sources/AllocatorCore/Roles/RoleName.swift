/// The rules for names of roles (<doc:Allocation#Role-names>).
enum RoleName {
    /// The bytes that no component may contain: white space, and DEL, which Mesos calls backspace.
    private static let forbidden: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x7F]

    /// Checks the name of a role.
    ///
    /// - Throws: `invalidArgument` with the broken rule, or `resourceExhausted` if the role is too deep.
    static func check(_ role: Name, _ limits: AllocatorLimits) throws(Refusal) {
        if isDefault(role) || isPlain(role) && role.count <= limits.nameBytes { return }
        func refuse(_ rule: String) -> Refusal { .invalidArgument("role '\(role)' \(rule)") }
        if role.isEmpty { throw .invalidArgument("a role has no name; the default role is '*'") }
        if role.count > limits.nameBytes { throw refuse("is longer than \(limits.nameBytes) bytes") }
        let components = components(of: role)
        if components.count > limits.roleDepth {
            throw .resourceExhausted(
                "role '\(role)' has more than \(limits.roleDepth) components; use fewer, or raise --max-role-depth")
        }
        for component in components {
            switch component {
            case _ where component.isEmpty: throw refuse("begins or ends with '/', or contains '//'")
            case _ where component.elementsEqual(".".utf8): throw refuse("has '.' as a component")
            case _ where component.elementsEqual("..".utf8): throw refuse("has '..' as a component")
            case _ where component.elementsEqual("*".utf8): throw refuse("has '*' as a component")
            case _ where component.first == UInt8(ascii: "-"): throw refuse("has a component that begins with '-'")
            case _ where component.contains(where: forbidden.contains):
                throw refuse("contains white space or a backspace")
            default: continue
            }
        }
    }

    /// Whether the name is one component of letters, digits and underscores.
    ///
    /// Such a name, as most roles have, can only break the rule of its length and need not be split.
    private static func isPlain(_ role: Name) -> Bool {
        !role.isEmpty
            && role.string.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Whether the name is `*`.
    private static func isDefault(_ role: Name) -> Bool {
        role.count == 1 && role.string.utf8.first == UInt8(ascii: "*")
    }

    static func components(of role: Name) -> [Substring.UTF8View] {
        role.string.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    /// Whether `role` is a proper descendant of `ancestor`.
    static func isStrictSubrole(_ role: Name, of ancestor: Name) -> Bool {
        role.count > ancestor.count && role.string.utf8.starts(with: ancestor.string.utf8)
            && role.string.utf8.dropFirst(ancestor.count).first == UInt8(ascii: "/")
    }

    static func isTopLevel(_ role: Name) -> Bool { !role.string.utf8.contains(UInt8(ascii: "/")) }
}
