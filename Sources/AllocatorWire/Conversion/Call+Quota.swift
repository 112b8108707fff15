import AllocatorCore

extension Call {
    init(_ message: WireRecover) throws(MalformedField) {
        guard message.expectedAgentCount >= 0 else {
            throw MalformedField("expected_agent_count", "is negative: give the expected number of agents, or 0")
        }
        self = .recover(
            expectedAgentCount: Int(message.expectedAgentCount),
            quotas: try readEach("quotas", of: message.quotas) { (quota) throws(MalformedField) in
                try RoleQuota(quota)
            })
    }

    init(_ message: WireUpdateQuota) throws(MalformedField) {
        guard message.hasQuota else { throw .missing("quota", "give the role with its guarantees and limits") }
        self = .updateQuota(try read("quota") { () throws(MalformedField) in try RoleQuota(message.quota) })
    }

    init(_ message: WireUpdateWeights) throws(MalformedField) {
        self = .updateWeights(
            try readEach("weights", of: message.weights) { (weight) throws(MalformedField) in try RoleWeight(weight) })
    }
}

extension RoleQuota {
    init(_ quota: MesosQuotaConfig) throws(MalformedField) {
        self.init(
            role: try Name(quota.role, requiredIn: "role"),
            guarantees: try readQuantities("guarantees", of: quota.guarantees),
            limits: try readQuantities("limits", of: quota.limits))
    }
}

extension RoleWeight {
    init(_ weight: MesosWeightInfo) throws(MalformedField) {
        guard weight.hasWeight else { throw .missing("weight", "give a number above zero") }
        guard weight.weight > 0, weight.weight.isFinite else {
            throw MalformedField("weight", "is \(weight.weight): give a finite number above zero")
        }
        self.init(role: try Name(weight.role, requiredIn: "role"), weight: weight.weight)
    }
}
