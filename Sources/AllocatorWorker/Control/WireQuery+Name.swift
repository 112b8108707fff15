import AllocatorWire

extension WireQuery.OneOf_Question {
    /// The name of the field in the schema.
    var name: String {
        switch self {
        case .ping: "ping"
        case .digest: "digest"
        case .replay: "replay"
        case .outstanding: "outstanding"
        case .state: "state"
        case .explain: "explain"
        case .whatIf: "what_if"
        case .history: "history"
        case .metrics: "metrics"
        case .forgetMaster: "forget_master"
        }
    }
}
