/// One line of the picture that the page shows, told apart by its name.
package protocol PictureRow: Encodable, Equatable, Sendable {
    var id: String { get }
}

/// An amount of one resource beside its quota. Names are the wire's.
package struct ResourceUse: Encodable, Equatable, Sendable {
    package var name: String
    /// The cluster's total of the resource. For an agent: the agent's total.
    package var total = 0.0
    /// Offered or allocated.
    package var used = 0.0
    /// The amount that counts against the role's limit: reservations, and offered or allocated resources besides.
    package var consumed: Double?
    package var guarantee: Double?
    package var limit: Double?

    package init(name: String) { self.name = name }

    /// 0 if the total is zero.
    package var fraction: Double { total > 0 ? used / total : 0 }
}

package struct RoleRow: PictureRow {
    /// Its path.
    package var id: String
    package var weight = 1.0
    /// The dominant share: of the resource that it has most of, in the whole cluster; 0 to 1, seldom more.
    package var share = 0.0
    package var dominant = ""
    /// The share divided by the weight, which the order follows.
    package var weightedShare = 0.0
    /// 1 is served first among its siblings; 0: in no order.
    package var position: UInt32 = 0
    package var frameworks: UInt32 = 0
    package var isGuaranteeUnmet = false
    package var isLimitReached = false
    package var resources: [ResourceUse] = []

    package init(id: String) { self.id = id }
}

package struct FrameworkRow: PictureRow {
    package var id: String
    package var master = ""
    package var isActive = true
    package var isListenedTo = true
    package var roles: [String] = []
    package var suppressed: [String] = []
    package var share = 0.0
    package var dominant = ""
    package var filters: UInt32 = 0
    package var resources: [ResourceUse] = []

    package init(id: String) { self.id = id }
}

package struct AgentRow: PictureRow {
    package var id: String
    package var hostname = ""
    package var isActive = true
    package var isTrusted = true
    /// When its maintenance begins, in nanoseconds since 1970. Absent: none is planned.
    package var unavailableFrom: Int64?
    /// How long it lasts, in nanoseconds. Absent: none is planned, or it has no end.
    package var unavailableFor: Int64?
    /// The utilisation of the scarcest resource: 0 to 1, seldom more.
    package var utilisation = 0.0
    package var resources: [ResourceUse] = []

    package init(id: String) { self.id = id }
}
