import AllocatorCore
import AllocatorWire
import Testing

/// The calls that well-formed events about the cluster and frameworks convert to, with defaults for absent fields.
@Suite struct CallConversionTests {
    private static let unknownCall: Comment = "another call came out"

    private func options(_ json: String) throws -> AllocatorOptions {
        guard case .initialize(let options, _) = try call(#"{"initialize":\#(json)}"#) else {
            throw UnexpectedCall()
        }
        return options
    }

    private func framework(_ json: String) throws -> FrameworkDescription {
        guard case .updateFramework(let framework) = try call(#"{"update_framework":\#(json)}"#) else {
            throw UnexpectedCall()
        }
        return framework
    }

    private struct UnexpectedCall: Error {}

    // MARK: The cluster

    @Test func `empty options are the defaults`() throws {
        #expect(try options("{}") == AllocatorOptions())
    }

    @Test func `all options are converted`() throws {
        var expected = AllocatorOptions()
        expected.allocationInterval = .milliseconds(1)
        expected.fairnessExcludeResourceNames = ["gpus"]
        expected.filterGPUResources = false
        expected.domain = FaultDomain(region: "r", zone: "z")
        expected.minimumAllocatableResources = [["cpus": Quantity(thousandths: 10)], [:]]
        expected.maximumCompletedFrameworks = .max
        expected.publishesPerFrameworkMetrics = false
        expected.recoveryTimeout = .zero
        expected.agentRecoveryFactor = 1
        expected.agentOrder = .byID
        expected.seed = .max
        expected.regexMaximumProgramSize = 7
        expected.regexMaximumMemoryBytes = 8
        expected.offerTimeout = .milliseconds(2500)
        #expect(
            try options(
                """
                {"allocation_interval":"0.001s","fairness_exclude_resource_names":["gpus"],"filter_gpu_resources":false,
                "domain":{"fault_domain":{"region":{"name":"r"},"zone":{"name":"z"}}},
                "min_allocatable_resources":[{"quantities":{"cpus":{"value":0.01}}},{}],
                "max_completed_frameworks":4294967295,"publish_per_framework_metrics":false,"recovery_timeout":"0s",
                "agent_recovery_factor":1,"agent_order":"BY_ID","seed":"18446744073709551615",
                "regex_max_program_size":7,"regex_max_memory_bytes":8,"offer_timeout":"2.5s"}
                """) == expected)
    }

    @Test(arguments: ["{}", #"{"offer_timeout":"0s"}"#, #"{"offer_timeout":"-0s"}"#])
    func `an offer timeout of zero is none`(json: String) throws {
        #expect(try options(json).offerTimeout == nil)
    }

    @Test(
        arguments: [
            ("{}", .drf, .drf),
            (#"{"allocator":"HierarchicalDRF"}"#, .drf, .drf),
            (#"{"allocator":"HierarchicalRandom"}"#, .random, .random),
            (#"{"allocator":"HierarchicalRandom","role_sorter":"drf"}"#, .drf, .random),
            (#"{"allocator":"HierarchicalRandom","framework_sorter":"drf"}"#, .random, .drf),
            (#"{"role_sorter":"random"}"#, .random, .drf),
            (#"{"framework_sorter":"random"}"#, .drf, .random),
        ] as [(String, AllocatorOptions.SorterKind, AllocatorOptions.SorterKind)])
    func `the sorters follow the allocator and their own options`(
        json: String, role: AllocatorOptions.SorterKind, framework: AllocatorOptions.SorterKind
    ) throws {
        let options = try options(json)
        #expect(options.roleSorter == role && options.frameworkSorter == framework)
    }

    @Test func `the reset of initialize is converted`() throws {
        for reset in [true, false] {
            guard case .initialize(_, reset) = try call(#"{"initialize":{"reset":\#(reset)}}"#) else {
                Issue.record(Self.unknownCall)
                return
            }
        }
    }

    @Test func `durations are converted to the last nanosecond`() throws {
        for (text, nanoseconds) in [
            ("0s", 0), ("0.000000001s", 1), ("1.5s", 1_500_000_000), ("9223372036.854775807s", .max),
        ] as [(String, Int64)] {
            guard case .advance(let span) = try call(#"{"advance":{"duration":"\#(text)"}}"#) else {
                Issue.record(Self.unknownCall)
                return
            }
            #expect(span.nanoseconds == nanoseconds)
        }
    }

    @Test func `a quota is converted`() throws {
        guard
            case .recover(3, let quotas) = try call(
                """
                {"recover":{"expected_agent_count":3,"quotas":[{"role":"r","guarantees":{"cpus":{"value":1}},
                "limits":{"cpus":{"value":1},"mem":{"value":0}}}]}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(quotas.map(\.role) == ["r"])
        #expect(quotas.first?.guarantees == ["cpus": Quantity(thousandths: 1_000)])
        #expect(quotas.first?.limits == ["cpus": Quantity(thousandths: 1_000), "mem": .zero])
    }

    // MARK: Frameworks

    @Test func `a framework with only its id is converted`() throws {
        guard
            case .addFramework(let framework, let used, true) = try call(
                #"{"add_framework":{"framework":{"id":{"value":"f"}}}}"#)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(used.isEmpty)
        #expect(framework.id == "f" && framework.role == nil && framework.roles.isEmpty)
        #expect(framework.capabilities.isEmpty && framework.minimumAllocatableResources.isEmpty)
        #expect(framework.suppressedRoles.isEmpty && framework.offerConstraints.isEmpty)
    }

    @Test func `an inactive framework that uses something is converted`() throws {
        guard
            case .addFramework(_, let used, false) = try call(
                """
                {"add_framework":{"framework":{"id":{"value":"f"}},"active":false,"used":{"a":{},
                "b":{"resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":1},
                "allocation_info":{"role":"r"}}]}}}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(used.mapValues(\.count) == ["a": 0, "b": 1])
        #expect(used["b"]?.first?.allocationRole == "r")
    }

    @Test func `unknown capabilities are skipped`() throws {
        let framework = try framework(
            """
            {"framework":{"id":{"value":"f"},"capabilities":[{"type":"UNKNOWN"},{},{"type":77},{"type":"MULTI_ROLE"},
            {"type":"REVOCABLE_RESOURCES"},{"type":"TASK_KILLING_STATE"},{"type":"GPU_RESOURCES"},
            {"type":"SHARED_RESOURCES"},{"type":"PARTITION_AWARE"},{"type":"RESERVATION_REFINEMENT"},
            {"type":"REGION_AWARE"}]}}
            """)
        #expect(framework.capabilities.rawValue == 0xFF)
    }

    @Test func `an empty role is not an absent one`() throws {
        #expect(try framework(#"{"framework":{"id":{"value":"f"},"role":""}}"#).role == "")
    }

    @Test func `minimums are converted only if they are set`() throws {
        let framework = try framework(
            """
            {"framework":{"id":{"value":"f"},"offer_filters":{"a":{},"b":{"min_allocatable_resources":{}},
            "c":{"min_allocatable_resources":{"quantities":[{"quantities":{"mem":{"value":32}}}]}}}}}
            """)
        #expect(
            framework.minimumAllocatableResources == ["b": [], "c": [["mem": Quantity(thousandths: 32_000)]]])
    }

    @Test func `the options of a framework are converted`() throws {
        let framework = try framework(
            """
            {"framework":{"id":{"value":"f"}},"options":{"suppressed_roles":["a"],"offer_constraints":{
            "role_constraints":{"a":{"groups":[{"attribute_constraints":[
            {"selector":{"attribute_name":"x"},"predicate":{"exists":{}}},
            {"selector":{"pseudoattribute_type":"HOSTNAME"},"predicate":{"not_exists":{}}}]},{"attribute_constraints":[
            {"selector":{"pseudoattribute_type":"REGION"},"predicate":{"text_equals":{"value":"r"}}},
            {"selector":{"pseudoattribute_type":"ZONE"},"predicate":{"text_not_equals":{"value":""}}},
            {"selector":{"attribute_name":"y"},"predicate":{"text_matches":{"regex":"a*"}}},
            {"selector":{"attribute_name":"y"},"predicate":{"text_not_matches":{"regex":"("}}}]}]}}}}}
            """)
        #expect(framework.suppressedRoles == ["a"])
        #expect(
            framework.offerConstraints == [
                "a": RoleConstraints(groups: [
                    [
                        AttributeConstraint(selector: .attribute("x"), predicate: .exists),
                        AttributeConstraint(selector: .hostname, predicate: .notExists),
                    ],
                    [
                        AttributeConstraint(selector: .region, predicate: .textEquals("r")),
                        AttributeConstraint(selector: .zone, predicate: .textNotEquals("")),
                        AttributeConstraint(selector: .attribute("y"), predicate: .textMatches("a*")),
                        AttributeConstraint(selector: .attribute("y"), predicate: .textNotMatches("(")),
                    ],
                ])
            ])
    }
}
