import AllocatorCore
import FoundationEssentials
import Yams

/// Reads a policy from a YAML file: one mapping of settings. JSON is YAML too.
///
/// ```yaml
/// role_sorter: drf                  # or random; likewise framework_sorter
/// agent_order: shuffled             # or by_id
/// allocation_interval: 1            # seconds
/// seed: 7                           # of everything random
/// fairness_exclude_resource_names: [mem]
/// min_allocatable_resources: [{cpus: 0.1}, {mem: 32}]
/// refuse_seconds: 60                # for how long what is declined is not offered again
/// weights: {LS: 3, BE: 1}
/// quotas:
///   LS: {guarantees: {gpus: 100}, limits: {cpus: 2000}}
/// ```
package enum PolicyFile {
    /// The maximum size of a file.
    static let maximumBytes = 1 << 20

    /// - Throws: ``PolicyMistakes`` with every mistake.
    package static func read(path: String) throws(PolicyMistakes) -> Policy {
        let file = URL(filePath: path).lastPathComponent
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw failing(path, "could not be read; give --config a file that exists and can be read")
        }
        guard bytes.count <= maximumBytes else {
            throw failing(path, "has \(bytes.count) bytes, at most \(maximumBytes) are read; give --config a policy")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw failing(path, "is not UTF-8; convert it")
        }
        return try read(text: text, file: file)
    }

    /// Reads a policy from a text; `file` is its name for mistakes and reports.
    package static func read(text: String, file: String) throws(PolicyMistakes) -> Policy {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw failing(file, "is not YAML: \(error)")
        }
        var reader = PolicyReader(file: file)
        if let root, root.null == nil { reader.read(root) }
        reader.mistakes += refused(reader.policy, file)
        guard reader.mistakes.isEmpty else { throw PolicyMistakes(mistakes: reader.mistakes) }
        return reader.policy
    }

    /// Returns the calls of the policy that the allocator refuses, as mistakes.
    private static func refused(_ policy: Policy, _ file: String) -> [PolicyMistake] {
        var allocator = Allocator()
        var mistakes: [PolicyMistake] = []
        for call in policy.calls {
            do {
                _ = try allocator.apply(call, by: Policy.master)
            } catch {
                mistakes.append(PolicyMistake(place: file, problem: error.message))
            }
        }
        return mistakes
    }

    private static func failing(_ place: String, _ problem: String) -> PolicyMistakes {
        PolicyMistakes(mistakes: [PolicyMistake(place: place, problem: problem)])
    }
}
