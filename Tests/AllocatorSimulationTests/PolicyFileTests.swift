import AllocatorCore
import AllocatorSimulation
import Testing
import YAMLConfiguration

@Suite(.timeLimit(.minutes(5)))
struct PolicyFileTests {
    private func mistakes(in text: String) -> [String] {
        do throws(Mistakes) {
            _ = try PolicyFile.read(text: text, file: "p.yaml")
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    @Test func `a policy file is read with every setting`() throws {
        let policy = try PolicyFile.read(
            text: """
                role_sorter: random
                framework_sorter: drf
                agent_order: by_id
                allocation_interval: 2.5   # seconds
                seed: 18446744073709551615
                refuse_seconds: 90
                fairness_exclude_resource_names: [mem]
                min_allocatable_resources: [{cpus: 0.1, mem: 32}, {gpus: 1}]
                weights: {LS: 3, BE: 0.5}
                quotas:
                  LS: {guarantees: {gpus: 100}, limits: {cpus: 2000.125}}
                  "*": {limits: {cpus: 0}}
                """, file: "p.yaml")
        #expect(policy.name == "p.yaml")
        #expect(policy.options.roleSorter == .random)
        #expect(policy.options.frameworkSorter == .drf)
        #expect(policy.options.agentOrder == .byID)
        #expect(policy.options.allocationInterval == .milliseconds(2_500))
        #expect(policy.options.seed == .max)
        #expect(policy.refusal == .seconds(90))
        #expect(policy.options.fairnessExcludeResourceNames == ["mem"])
        #expect(
            policy.options.minimumAllocatableResources == [
                ["cpus": Quantity(thousandths: 100), "mem": Quantity(thousandths: 32_000)],
                ["gpus": Quantity(thousandths: 1_000)],
            ])
        #expect(policy.weights.map(\.role) == ["BE", "LS"])
        #expect(policy.weights.map(\.weight) == [0.5, 3])
        #expect(policy.quotas.map(\.role) == ["*", "LS"])
        #expect(policy.quotas[0].limits == ["cpus": .zero])
        #expect(policy.quotas[1].guarantees == ["gpus": Quantity(thousandths: 100_000)])
        #expect(policy.quotas[1].limits == ["cpus": Quantity(thousandths: 2_000_125)])
    }

    @Test(arguments: [("1.5", "90"), ("1500ms", "90s"), ("1.5s", "1.5m")])
    func `a duration in a policy may have a unit`(interval: String, refusal: String) throws {
        let text = "allocation_interval: \(interval)\nrefuse_seconds: \(refusal)\n"
        let policy = try PolicyFile.read(text: text, file: "p.yaml")
        #expect(policy.options.allocationInterval == .milliseconds(1_500) && policy.refusal == .seconds(90))
    }

    @Test(arguments: ["", "# nothing", "{}"])
    func `a policy may be JSON, and an empty file gives the defaults`(text: String) throws {
        #expect(try PolicyFile.read(text: text, file: "p").options == AllocatorOptions())
        let json = #"{"weights": {"a": 2}, "agent_order": "by_id"}"#
        #expect(try PolicyFile.read(text: json, file: "p").weights.map(\.weight) == [2])
    }

    @Test(arguments: [
        ("role_sorter: fair", "p.yaml:1: role_sorter: \"fair\" is unknown; give drf or random"),
        (
            "\nagent_order: [by_id]",
            "p.yaml:2: agent_order: a list or mapping is unknown; give by_id or shuffled"
        ),
        (
            "allocation_interval: 0",
            "p.yaml:1: allocation_interval: \"0\" is not a duration from 0.001 to 3600.0 s; give"
        ),
        ("allocation_interval: nan", "p.yaml:1: allocation_interval: \"nan\" is not a duration"),
        ("seed: -1", "p.yaml:1: seed: \"-1\" is not a whole number from 0 to"),
        ("refuse_seconds: ever", "p.yaml:1: refuse_seconds: \"ever\" is not a duration"),
        ("weights: [1]", "p.yaml:1: weights: takes a mapping"),
        ("weights: {a: 0}", "p.yaml:1: weights of a: \"0\" is not a number from 1e-09 to"),
        ("weights: {-a: 1}", "p.yaml: role '-a' has a component that begins with '-'"),
        ("quotas: {a: {least: {}}}", "p.yaml:1: quota of a: least is unknown; give guarantees, limits or both"),
        ("quotas: {a: {limits: {cpus: -1}}}", "p.yaml:1: limits of a, cpus: \"-1\" is not a number from 0.0"),
        ("quotas: {a: {limits: {cpus: 0.0001}}}", "p.yaml:1: limits of a, cpus: 0.0001 is less than a thousandth"),
        (
            "quotas: {a/b: {limits: {cpus: 1}}}",
            "p.yaml: role 'a/b' is nested; give a top-level role, or initialize with quota_scope NESTED"
        ),
        (
            "quotas: {a: {guarantees: {cpus: 2}, limits: {cpus: 1}}}",
            "p.yaml: role 'a' has a guarantee above its limit of 'cpus'"
        ),
        ("min_allocatable_resources: {cpus: 1}", "p.yaml:1: min_allocatable_resources: takes a list"),
        (
            "fairness_exclude_resource_names: [[]]",
            "p.yaml:1: fairness_exclude_resource_names: a list or mapping"
        ),
        ("speed: 9", "p.yaml:1: \"speed\" is no setting; did you mean 'seed'?"),
        ("throughput: 9", "p.yaml:1: \"throughput\" is no setting; known are role_sorter, "),
        ("- role_sorter", "p.yaml: is not a mapping; write one 'key: value' per line"),
        ("seed: 1\nseed: 2", "p.yaml: is not YAML: "),
        ("{", "p.yaml: is not YAML: "),
    ])
    func `a mistake in a policy is named with its line`(text: String, expected: String) {
        let mistakes = mistakes(in: text)
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.hasPrefix(expected) == true, "\(mistakes)")
    }

    @Test func `all mistakes in a policy are named at once`() {
        let mistakes = mistakes(
            in: "role_sorter: x\nseed: x\nweights: {a: x, b: 0}\nquotas: {a/b: {limits: {cpus: 1}}}")
        #expect(mistakes.count == 5, "\(mistakes)")
    }

    @Test func `a missing policy file is named with what to do`() {
        #expect(throws: Mistakes.self) { try PolicyFile.read(path: "/nowhere/p.yaml") }
    }
}
