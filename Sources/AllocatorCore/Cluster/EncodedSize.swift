/// Upper bounds of the sizes of a cluster's parts in a snapshot, in bytes.
///
/// A tag takes at most 2 bytes, a number 10, and the tag and length of a message or text 7.
enum EncodedSize {
    /// A tag with a length.
    private static let header = 7
    /// A tag with a number.
    private static let number = 12
    /// A small message of numbers, such as a holding, a filter or an offer.
    private static let record = header + 4 * number
    /// The fixed part of any larger message.
    private static let base = 128
    /// The number of quantities by name that each role has, and each framework in each of its roles.
    static let vectorsPerRole = 6

    static let filter = record
    static let message = base

    static func text(_ name: Name) -> Int { header + name.count }

    static func text(_ name: Name?) -> Int { name.map { text($0) } ?? 0 }

    // MARK: Resources

    static func kind(_ metadata: ResourceMetadata) -> Int {
        if metadata.isPlain { return base + text(metadata.name) }
        // Each label and each reservation is a message around its texts.
        return 2 * base + metadata.texts.reduce(0) { $0 + 2 * header + text($1) }
            + metadata.reservations.count * base
    }

    /// The size of a list in the table of lists.
    static func list(_ resources: Resources) -> Int {
        header + resources.scalars.count * record
            + resources.collections.reduce(0) { $0 + record + items($1.items) }
    }

    private static func items(_ items: Resources.Items) -> Int {
        switch items {
        case .ranges(let ranges): header + ranges.count * record
        case .set(let names): header + names.reduce(0) { $0 + text($1) }
        }
    }

    /// The size of a resource with all its names.
    static func resource(_ resource: Resource) -> Int {
        record + kind(resource.metadata) + amount(resource.amount)
    }

    /// The size of an amount beyond its record.
    private static func amount(_ amount: ResourceAmount) -> Int {
        switch amount {
        case .scalar: 0
        case .ranges(let ranges): items(.ranges(ranges))
        case .set(let names): items(.set(names))
        }
    }

    // MARK: Roles

    static func role(_ role: Role) -> Int {
        if role.parent == nil { return 0 }
        return base + 2 * text(role.path) + quantities(role.quota.guarantees) + limits(role.quota.limits)
    }

    private static func quantities(_ quantities: Quantities) -> Int {
        quantities.indices.reduce(header) { quantities[$1] == 0 ? $0 : $0 + 2 * record }
    }

    private static func limits(_ limits: QuantityLimits) -> Int {
        limits.indices.reduce(header) { limits[$1] == nil ? $0 : $0 + 2 * record }
    }

    /// The size of the roles that a path may create.
    static func roles(of path: Name) -> Int {
        path.string.utf8.reduce(1) { $1 == UInt8(ascii: "/") ? $0 + 1 : $0 } * (base + 2 * text(path) + 2 * header)
    }

    static func quantities(_ quantities: [Name: Quantity]) -> Int {
        quantities.keys.reduce(header) { $0 + 2 * record + 2 * text($1) }
    }

    // MARK: Agents

    static func agent(_ agent: Agent) -> Int {
        var bytes = description(agent.description) + list(agent.total)
        for holding in agent.holdings { bytes += 2 * record + 2 * list(holding.resources) }
        for offer in agent.offers.offers { bytes += record + list(offer.resources) }
        if let maintenance = agent.maintenance {
            bytes += base
            for framework in maintenance.outstanding { bytes += text(framework) }
            for framework in maintenance.statuses.keys { bytes += base + 2 * text(framework) }
        }
        return bytes
    }

    static func description(_ description: AgentDescription) -> Int {
        var bytes = 2 * base + text(description.id) + text(description.hostname)
        if let domain = description.domain { bytes += 4 * header + text(domain.region) + text(domain.zone) }
        for attribute in description.attributes { bytes += 2 * record + text(attribute.name) + value(attribute.value) }
        for resource in description.resources { bytes += self.resource(resource) }
        return bytes
    }

    private static func value(_ value: Attribute.Value) -> Int {
        switch value {
        case .text(let text): header + self.text(text)
        case .scalar: record
        case .ranges(let ranges): items(.ranges(ranges))
        case .set(let names): items(.set(names)) + names.count * header
        }
    }

    // MARK: Frameworks

    /// - Parameter pathBytes: The length of a role's path.
    static func framework(_ framework: Framework, pathBytes: (RoleSlot) -> Int) -> Int {
        var bytes = 2 * base + text(framework.id) + header + framework.master.utf8.count
        bytes += framework.memberships.count * record
        // Counted twice, because a suppressed role is stored again and `suppress_offers` is not counted.
        for role in framework.roles { bytes += 2 * (header + pathBytes(role)) }
        for (role, minimums) in framework.minimums {
            bytes += record + pathBytes(role)
            for minimum in minimums { bytes += quantities(minimum) }
        }
        for (role, constraints) in framework.constraints {
            bytes += record + pathBytes(role) + self.constraints(constraints.source)
        }
        return bytes
    }

    static func description(_ description: FrameworkDescription) -> Int {
        var bytes = 3 * base + text(description.id) + text(description.name)
        for role in description.subscribedRoles { bytes += 2 * (record + text(role)) + roles(of: role) }
        for (role, minimums) in description.minimumAllocatableResources {
            bytes += record + text(role) + roles(of: role) + minimums.reduce(0) { $0 + quantities($1) }
        }
        for (role, constraints) in description.offerConstraints {
            bytes += record + text(role) + roles(of: role) + self.constraints(constraints)
        }
        return bytes
    }

    private static func constraints(_ constraints: RoleConstraints) -> Int {
        constraints.groups.joined().reduce(constraints.groups.count * header) { $0 + constraint($1) }
    }

    private static func constraint(_ constraint: AttributeConstraint) -> Int {
        var bytes = 2 * record
        if case .attribute(let name) = constraint.selector { bytes += text(name) }
        switch constraint.predicate {
        case .exists, .notExists: break
        case .textEquals(let text), .textNotEquals(let text): bytes += self.text(text)
        case .textMatches(let pattern), .textNotMatches(let pattern): bytes += header + pattern.utf8.count
        }
        return bytes
    }

    // MARK: Cluster options

    static func cluster(_ options: AllocatorOptions) -> Int {
        var bytes = 8 * base
        for name in options.fairnessExcludeResourceNames { bytes += 2 * text(name) }
        for minimum in options.minimumAllocatableResources { bytes += quantities(minimum) }
        if let domain = options.domain { bytes += 4 * header + text(domain.region) + text(domain.zone) }
        return bytes
    }

    // MARK: Additions

    /// The size of a new offer and a new holding.
    static func grant(_ resources: Resources) -> Int { 4 * record + 3 * list(resources) }

    /// The size of resources that become part of a total or a holding: their kinds, and entries of three lists.
    static func resources(_ resources: [Resource]) -> Int {
        resources.reduce(4 * record) { sum, resource in
            var bytes = 3 * self.resource(resource)
            if let role = resource.allocationRole { bytes += roles(of: role) }
            for reservation in resource.metadata.reservations { bytes += roles(of: reservation.role) }
            return sum + bytes
        }
    }

    /// The size of resources that are already held, as entries of three lists. Their kinds and roles have been counted.
    static func held(_ resources: [Resource]) -> Int {
        resources.reduce(4 * record) { $0 + 3 * (record + amount($1.amount)) }
    }

    static func used(_ used: [Name: [Resource]]) -> Int {
        used.reduce(0) { $0 + 2 * base + text($1.key) + resources($1.value) }
    }
}
