import AllocatorCore

extension WireRoleState {
    init(_ role: RoleState) {
        self.init()
        path = role.path.string
        if !role.guarantees.isEmpty || !role.limits.isEmpty {
            quota.role = role.path.string
            quota.guarantees = mesosScalars(role.guarantees)
            quota.limits = mesosScalars(role.limits)
        }
        if role.weight != .one { weightBillionths = role.weight.billionths }
        if let count = role.count { self.count = count }
        if let ownCount = role.ownCount { self.ownCount = ownCount }
    }
}

extension RoleState {
    init(_ role: WireRoleState) throws(MalformedField) {
        self.init(path: try Name(role.path, requiredIn: "path"))
        if role.hasQuota {
            let quota = try read("quota") { () throws(MalformedField) in try RoleQuota(role.quota) }
            guard quota.role == path else { throw MalformedField("quota.role", "is not that of the path") }
            guarantees = quota.guarantees
            limits = quota.limits
        }
        if role.hasWeightBillionths {
            guard let weight = Weight(billionths: role.weightBillionths) else {
                throw MalformedField("weight_billionths", "is \(role.weightBillionths), which is not a valid weight")
            }
            self.weight = weight
        }
        count = role.hasCount ? role.count : nil
        ownCount = role.hasOwnCount ? role.ownCount : nil
    }
}
