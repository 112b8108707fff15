import AllocatorCore
import AllocatorWire
import YAMLConfiguration
import Yams

/// Reads the settings of one policy and records all mistakes.
struct PolicyReader {
    private(set) var policy: Policy
    private(set) var diagnostics: Diagnostics

    /// The maximum number of entries in a list or mapping, such as roles with a weight.
    private static let maximumEntries = 1_000

    init(file: String) {
        diagnostics = Diagnostics(file: file)
        policy = Policy(name: file)
    }

    mutating func read(_ root: Node) {
        guard case .mapping(let mapping) = root else {
            return diagnostics.record("is not a mapping; write one 'key: value' per line", at: diagnostics.file)
        }
        for (key, value) in mapping {
            guard let setting = key.scalar.flatMap({ PolicySetting(rawValue: $0.string) }) else {
                diagnostics.recordUnknown(key, "setting", known: PolicySetting.allCases.map(\.rawValue))
                continue
            }
            set(setting, to: value)
        }
    }

    private mutating func set(_ setting: PolicySetting, to node: Node) {
        switch setting {
        case .roleSorter: if let sorter = sorter(node, setting) { policy.options.roleSorter = sorter }
        case .frameworkSorter: if let sorter = sorter(node, setting) { policy.options.frameworkSorter = sorter }
        case .agentOrder:
            let orders: [String: AllocatorOptions.AgentOrder] = ["shuffled": .shuffled, "by_id": .byID]
            if let order = choice(node, setting.rawValue, orders) { policy.options.agentOrder = order }
        case .allocationInterval:
            if let seconds = seconds(node, setting.rawValue, 0.001...3_600) {
                policy.options.allocationInterval = TimeSpan(nanoseconds: Int64((seconds * 1e9).rounded()))
            }
        case .seed: if let seed = seed(node) { policy.options.seed = seed }
        case .fairnessExcludeResourceNames:
            let names = elements(node, setting.rawValue).compactMap { name($0, setting.rawValue) }
            policy.options.fairnessExcludeResourceNames = Set(names)
        case .minimumAllocatableResources:
            policy.options.minimumAllocatableResources = elements(node, setting.rawValue).map {
                quantities($0, setting.rawValue)
            }
        case .refuseSeconds:
            if let seconds = seconds(node, setting.rawValue, 0...31_536_000) { policy.refusal = .seconds(seconds) }
        case .weights:
            for (role, value) in entries(node, setting.rawValue) {
                guard let weight = number(value, "\(setting.rawValue) of \(role)", 1e-9...1e9) else { continue }
                policy.weights.append(RoleWeight(role: role, weight: weight))
            }
            policy.weights.sort { $0.role < $1.role }
        case .quotas:
            for (role, value) in entries(node, setting.rawValue) { readQuota(of: role, value) }
            policy.quotas.sort { $0.role < $1.role }
        }
    }

    private mutating func readQuota(of role: Name, _ node: Node) {
        var quota = RoleQuota(role: role)
        for (key, value) in entries(node, "quota of \(role)") {
            switch key {
            case "guarantees": quota.guarantees = quantities(value, "guarantees of \(role)")
            case "limits": quota.limits = quantities(value, "limits of \(role)")
            default:
                diagnostics.record("quota of \(role): \(key) is unknown; give guarantees, limits or both", at: value)
            }
        }
        policy.quotas.append(quota)
    }

    // MARK: - Values

    private mutating func sorter(_ node: Node, _ setting: PolicySetting) -> AllocatorOptions.SorterKind? {
        choice(
            node, setting.rawValue,
            Dictionary(uniqueKeysWithValues: AllocatorOptions.SorterKind.allCases.map { ($0.name, $0) }))
    }

    private mutating func choice<Value>(_ node: Node, _ what: String, _ values: [String: Value]) -> Value? {
        if let value = node.scalar.flatMap({ values[$0.string] }) { return value }
        let known = values.keys.sorted().joined(separator: " or ")
        diagnostics.record("\(what): \(Diagnostics.shown(node)) is unknown; give \(known)", at: node)
        return nil
    }

    private mutating func number(_ node: Node, _ what: String, _ range: ClosedRange<Double>) -> Double? {
        if let value = node.scalar.flatMap({ Double($0.string) }), range.contains(value) { return value }
        diagnostics.record(
            "\(what): \(Diagnostics.shown(node)) is not a number from \(range.lowerBound) to \(range.upperBound); "
                + "correct it",
            at: node)
        return nil
    }

    /// Parses a plain number of seconds, or a duration with a unit.
    private mutating func seconds(_ node: Node, _ what: String, _ range: ClosedRange<Double>) -> Double? {
        let nanoseconds = node.scalar.flatMap { DurationText.nanoseconds($0.string, plain: .seconds(1)) }
        if let seconds = nanoseconds.map({ Double($0) / 1e9 }), range.contains(seconds) { return seconds }
        diagnostics.record(
            "\(what): \(Diagnostics.shown(node)) is not a duration from \(range.lowerBound) to \(range.upperBound) s; "
                + "give seconds, or a number with a unit: \(DurationText.examples)", at: node)
        return nil
    }

    private mutating func seed(_ node: Node) -> UInt64? {
        if let value = node.scalar.flatMap({ UInt64($0.string) }) { return value }
        diagnostics.record(
            "seed: \(Diagnostics.shown(node)) is not a whole number from 0 to \(UInt64.max); correct it", at: node)
        return nil
    }

    private mutating func name(_ node: Node, _ what: String) -> Name? {
        if let scalar = node.scalar, !scalar.string.isEmpty { return Name(scalar.string) }
        diagnostics.record("\(what): \(Diagnostics.shown(node)) is not a name; write a word", at: node)
        return nil
    }

    /// Reads quantities by resource name.
    private mutating func quantities(_ node: Node, _ what: String) -> [Name: Quantity] {
        var quantities: [Name: Quantity] = [:]
        let most = Quantity.maximum.value
        for (name, value) in entries(node, what) {
            guard let number = number(value, "\(what), \(name)", 0...most) else { continue }
            guard let quantity = Quantity(number) else {
                diagnostics.record(
                    "\(what), \(name): \(number) is less than a thousandth; give 0 or at least 0.001", at: value)
                continue
            }
            quantities[name] = quantity
        }
        return quantities
    }

    // MARK: - Nodes

    private mutating func elements(_ node: Node, _ what: String) -> [Node] {
        guard case .sequence(let sequence) = node, sequence.count <= Self.maximumEntries else {
            diagnostics.record("\(what): takes a list of at most \(Self.maximumEntries); write it as [ … ]", at: node)
            return []
        }
        return Array(sequence)
    }

    /// Returns the entries of a mapping, in the order of the file. Yams rejects duplicate keys.
    private mutating func entries(_ node: Node, _ what: String) -> [(key: Name, value: Node)] {
        guard case .mapping(let mapping) = node, mapping.count <= Self.maximumEntries else {
            diagnostics.record(
                "\(what): takes a mapping of at most \(Self.maximumEntries); write it as { key: value }", at: node)
            return []
        }
        var entries: [(Name, Node)] = []
        for (key, value) in mapping {
            if let name = name(key, what) { entries.append((name, value)) }
        }
        return entries
    }
}

/// The settings of a policy. Keys equal the fields of `Initialize` in the wire protocol, if it has them.
enum PolicySetting: String, CaseIterable {
    case roleSorter = "role_sorter"
    case frameworkSorter = "framework_sorter"
    case agentOrder = "agent_order"
    case allocationInterval = "allocation_interval"
    case seed
    case fairnessExcludeResourceNames = "fairness_exclude_resource_names"
    case minimumAllocatableResources = "min_allocatable_resources"
    case refuseSeconds = "refuse_seconds"
    case weights
    case quotas
}
