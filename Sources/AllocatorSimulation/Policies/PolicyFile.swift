import AllocatorCore
import FoundationEssentials
package import YAMLConfiguration
import Yams

/// Reads a policy from a YAML file: one mapping of settings. JSON is also YAML.
///
/// ```yaml
/// role_sorter: drf                  # or random; likewise for framework_sorter
/// agent_order: shuffled             # or by_id
/// allocation_interval: 1            # seconds
/// seed: 7                           # of all random choices
/// fairness_exclude_resource_names: [mem]
/// min_allocatable_resources: [{cpus: 0.1}, {mem: 32}]
/// refuse_seconds: 60                # the time for which declined resources are filtered
/// weights: {LS: 3, BE: 1}
/// quotas:
///   LS: {guarantees: {gpus: 100}, limits: {cpus: 2000}}
/// ```
package enum PolicyFile {
    /// Reads a policy.
    ///
    /// - Throws: All mistakes in the file.
    package static func read(path: String) throws(Mistakes) -> Policy {
        let text: String
        do throws(Mistake) {
            text = try YAMLFile.text(at: path, givenBy: "--config")
        } catch {
            throw .ofPolicies([error])
        }
        return try read(text: text, file: URL(filePath: path).lastPathComponent)
    }

    /// Reads a policy from a text. Reports and mistakes call it `file`.
    package static func read(text: String, file: String) throws(Mistakes) -> Policy {
        var reader = PolicyReader(file: file)
        do throws(Mistake) {
            if let root = try YAMLFile.root(of: text, from: file), root.null == nil { reader.read(root) }
        } catch {
            throw .ofPolicies([error])
        }
        let mistakes = reader.diagnostics.mistakes + refused(reader.policy, file)
        guard mistakes.isEmpty else { throw .ofPolicies(mistakes) }
        return reader.policy
    }

    /// Returns a mistake for each call of the policy that the allocator refuses.
    private static func refused(_ policy: Policy, _ file: String) -> [Mistake] {
        var allocator = Allocator()
        var mistakes: [Mistake] = []
        for call in policy.calls {
            do {
                _ = try allocator.apply(call, by: Policy.master)
            } catch {
                mistakes.append(Mistake(place: file, problem: error.message))
            }
        }
        return mistakes
    }
}

extension Mistakes {
    fileprivate static func ofPolicies(_ mistakes: [Mistake]) -> Mistakes {
        Mistakes(mistakes, in: "the policies", outcome: "nothing was simulated")
    }
}
