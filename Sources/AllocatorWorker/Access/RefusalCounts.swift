import CoreMetrics
import Logging

/// Counts refused connections and denied requests. Remote peers control how many there are, so the log is limited to
/// one line a second for each kind.
struct RefusalCounts {
    fileprivate struct Tally {
        var total: UInt64 = 0
        var reported: UInt64 = 0
        var last = ""
    }

    /// The limit on keys with a label of their own.
    private static let maximumLabels = 16
    /// The label of a key that is no longer in the list.
    private static let withdrawn = "withdrawn"

    private let registry: MetricsRegistry
    private var connections: [SocketRole: [RefusalReason: Tally]] = [:]
    private var counters: [SocketRole: [RefusalReason: Counter]] = [:]
    private var denials: [SocketRole: Tally] = [:]
    private var deniedKeys = LabelTable(limit: maximumLabels)
    private var denialCounters: [SocketRole: [String: Counter]] = [:]

    init(_ registry: MetricsRegistry) {
        self.registry = registry
        for role in SocketRole.allCases {
            for reason in RefusalReason.allCases {
                // All counters are created at zero, so that the first refusal shows as an increase.
                counters[role, default: [:]][reason] = Counter(
                    label: MetricDescription.refusedConnections.name,
                    dimensions: [("socket", role.rawValue), ("reason", reason.rawValue)], factory: registry)
            }
            beginDenials(of: LabelTable.rest, at: role)
        }
    }

    private mutating func beginDenials(of label: String, at role: SocketRole) {
        denialCounters[role, default: [:]][label] = Counter(
            label: MetricDescription.denied.name, dimensions: [("socket", role.rawValue), ("key", label)],
            factory: registry)
    }

    /// - Parameter who: The peer as far as it is known. libzmq does not identify a peer that failed before it sent its
    ///   key.
    mutating func refuse(_ reason: RefusalReason, at role: SocketRole, _ who: String = "") {
        counters[role]?[reason]?.increment()
        connections[role, default: [:]][reason, default: Tally()].note(who)
    }

    /// - Parameter key: The name of the key, or `nil` if it is no longer in the list.
    mutating func deny(_ key: String?, at role: SocketRole, _ what: String) {
        denials[role, default: Tally()].note("\(key ?? Self.withdrawn): \(what)")
        let label = key.map { deniedKeys.label(of: $0) } ?? Self.withdrawn
        if denialCounters[role]?[label] == nil { beginDenials(of: label, at: role) }
        denialCounters[role]?[label]?.increment()
    }

    /// Logs the refusals since the last report. To be called every second.
    mutating func report(to logger: Logger) {
        for role in SocketRole.allCases {
            for reason in RefusalReason.allCases {
                connections[role]?[reason]?.report(
                    "connections were refused", ["socket": "\(role.rawValue)", "reason": "\(reason.rawValue)"],
                    to: logger)
            }
            denials[role]?.report(
                "requests were denied because their key lacks a right; see its entry in the allow-list",
                ["socket": "\(role.rawValue)"], to: logger)
        }
    }
}

extension RefusalCounts.Tally {
    fileprivate mutating func note(_ what: String) {
        total += 1
        last = what
    }

    fileprivate mutating func report(_ message: String, _ labels: Logger.Metadata, to logger: Logger) {
        guard total > reported else { return }
        var metadata = labels
        metadata["new"] = "\(total - reported)"
        metadata["total"] = "\(total)"
        if !last.isEmpty { metadata["last"] = "\(last)" }
        logger.warning("\(message)", metadata: metadata)
        reported = total
    }
}
