/// A row of the picture, identified by its id.
package protocol PictureRow: Encodable, Equatable, Sendable {
    var id: String { get }
}

/// The use of a resource, with its quota. Names are those of the wire.
package struct ResourceUse: Encodable, Equatable, Sendable {
    package var name: String
    /// The cluster's total of the resource. For an agent: the agent's total.
    package var total = 0.0
    /// The offered and allocated amount.
    package var used = 0.0
    /// The amount that counts against the role's limit: reservations, and unreserved resources that are offered or
    /// allocated.
    package var consumed: Double?
    package var guarantee: Double?
    package var limit: Double?

    package init(name: String) { self.name = name }

    /// The used fraction of the total, 0 if the total is zero.
    package var fraction: Double { total > 0 ? used / total : 0 }
}

package struct RoleRow: PictureRow {
    /// The role's path.
    package var id: String
    package var weight = 1.0
    /// The dominant share: the largest share of any resource in the cluster, 0 to 1, rarely more.
    package var share = 0.0
    package var dominant = ""
    /// The share divided by the weight, which the order follows.
    package var weightedShare = 0.0
    /// The position among its siblings, from 1, or 0 if it is in no order.
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
    /// The start of the planned maintenance, in nanoseconds since 1970, if any.
    package var unavailableFrom: Int64?
    /// The duration of the planned maintenance, in nanoseconds. Absent if none is planned or it has no end.
    package var unavailableFor: Int64?
    /// The utilisation of the scarcest resource, 0 to 1, rarely more.
    package var utilisation = 0.0
    package var resources: [ResourceUse] = []

    package init(id: String) { self.id = id }
}
