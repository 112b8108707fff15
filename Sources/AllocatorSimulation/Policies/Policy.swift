package import AllocatorCore
import AllocatorLoad

/// The settings in which compared allocators differ: the options of `initialize`, weights, quotas, and the time for
/// which frameworks filter declined resources.
package struct Policy: Sendable {
    /// The name in reports.
    package var name: String
    package var options = AllocatorOptions()
    /// The weights, sorted by role and without duplicates.
    package var weights: [RoleWeight] = []
    /// The quotas, sorted by role and without duplicates.
    package var quotas: [RoleQuota] = []
    /// The time for which a declined offer is not repeated to the same framework.
    package var refusal = Duration.seconds(60)

    /// The name of the master that makes all calls of a simulation.
    static let master = "simulate"

    package init(name: String = "defaults") {
        self.name = name
    }

    /// The calls that apply the policy before machines and frameworks are added.
    package var calls: [Call] {
        [.initialize(options, reset: false)]
            + (weights.isEmpty ? [] : [.updateWeights(weights)]) + quotas.map { .updateQuota($0) }
    }

    func weight(of role: String) -> Double {
        weights.first { $0.role.string == role }?.weight ?? 1
    }

    /// A short description for reports.
    package var summary: String {
        let interval = Double(options.allocationInterval.nanoseconds) / 1e9
        let words = [
            "\(options.roleSorter)/\(options.frameworkSorter)",
            options.agentOrder == .byID ? "by id" : "shuffled", "every \(Self.shown(interval)) s",
            "refuse \(Self.shown(refusal / .seconds(1))) s",
            weights.isEmpty ? nil : Self.counted(weights.count, "weight"),
            quotas.isEmpty ? nil : Self.counted(quotas.count, "quota"),
        ]
        return words.compactMap(\.self).joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }

    private static func shown(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
