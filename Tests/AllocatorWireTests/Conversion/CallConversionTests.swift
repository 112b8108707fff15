import AllocatorCore
import AllocatorWire
import Testing

/// What a well-formed event becomes, with the defaults for what it leaves out.
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

    @Test func emptyOptionsAreTheDefaults() throws {
        #expect(try options("{}") == AllocatorOptions())
    }

    @Test func allOptions() throws {
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
        #expect(
            try options(
                """
                {"allocation_interval":"0.001s","fairness_exclude_resource_names":["gpus"],"filter_gpu_resources":false,
                "domain":{"fault_domain":{"region":{"name":"r"},"zone":{"name":"z"}}},
                "min_allocatable_resources":[{"quantities":{"cpus":{"value":0.01}}},{}],
                "max_completed_frameworks":4294967295,"publish_per_framework_metrics":false,"recovery_timeout":"0s",
                "agent_recovery_factor":1,"agent_order":"BY_ID","seed":"18446744073709551615",
                "regex_max_program_size":7,"regex_max_memory_bytes":8}
                """) == expected)
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
    func sorters(json: String, role: AllocatorOptions.SorterKind, framework: AllocatorOptions.SorterKind) throws {
        let options = try options(json)
        #expect(options.roleSorter == role && options.frameworkSorter == framework)
    }

    @Test func reset() throws {
        for reset in [true, false] {
            guard case .initialize(_, reset) = try call(#"{"initialize":{"reset":\#(reset)}}"#) else {
                Issue.record(Self.unknownCall)
                return
            }
        }
    }

    @Test func durationsUpToTheLastNanosecond() throws {
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

    @Test func quota() throws {
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

    @Test func aFrameworkWithNothingButItsID() throws {
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

    @Test func anInactiveFrameworkThatUsesSomething() throws {
        guard
            case .addFramework(_, let used, false) = try call(
                """
                {"add_framework":{"framework":{"id":{"value":"f"}},"active":false,"used":{"a":{},
                "b":{"resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":1},"allocation_info":{"role":"r"}}]}}}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(used.mapValues(\.count) == ["a": 0, "b": 1])
        #expect(used["b"]?.first?.allocationRole == "r")
    }

    @Test func capabilitiesThatAreNotKnownAreSkipped() throws {
        let framework = try framework(
            """
            {"framework":{"id":{"value":"f"},"capabilities":[{"type":"UNKNOWN"},{},{"type":77},{"type":"MULTI_ROLE"},
            {"type":"REVOCABLE_RESOURCES"},{"type":"TASK_KILLING_STATE"},{"type":"GPU_RESOURCES"},
            {"type":"SHARED_RESOURCES"},{"type":"PARTITION_AWARE"},{"type":"RESERVATION_REFINEMENT"},
            {"type":"REGION_AWARE"}]}}
            """)
        #expect(framework.capabilities.rawValue == 0xFF)
    }

    @Test func aRoleThatIsThereAndEmptyIsNotAbsent() throws {
        #expect(try framework(#"{"framework":{"id":{"value":"f"},"role":""}}"#).role == "")
    }

    @Test func minimumsOnlyWhereTheyAreSet() throws {
        let framework = try framework(
            """
            {"framework":{"id":{"value":"f"},"offer_filters":{"a":{},"b":{"min_allocatable_resources":{}},
            "c":{"min_allocatable_resources":{"quantities":[{"quantities":{"mem":{"value":32}}}]}}}}}
            """)
        #expect(
            framework.minimumAllocatableResources == ["b": [], "c": [["mem": Quantity(thousandths: 32_000)]]])
    }

    @Test func optionsOfAFramework() throws {
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

    // MARK: Agents

    @Test func attributesByTheirTypes() throws {
        guard
            case .updateAgent(let agent, nil, false) = try call(
                """
                {"update_agent":{"agent":{"id":{"value":"a"},"hostname":"h","attributes":[
                {"name":"t","type":"TEXT","text":{"value":""},"scalar":{}},
                {"name":"s","type":"SCALAR","scalar":{"value":-1.5}},
                {"name":"r","type":"RANGES","ranges":{"range":[{"begin":1,"end":2}]}},
                {"name":"e","type":"SET","set":{"item":["i"]}}]}}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(agent.id == "a" && agent.hostname == "h" && agent.domain == nil && agent.capabilities.isEmpty)
        #expect(
            agent.attributes == [
                Attribute(name: "t", value: .text("")),
                Attribute(name: "s", value: .scalar(Quantity(thousandths: -1_500))),
                Attribute(name: "r", value: .ranges([1...2])),
                Attribute(name: "e", value: .set(["i"])),
            ])
    }

    @Test func emptyCapabilitiesReplaceThoseOfAnAgentAndAbsentOnesDoNot() throws {
        let id = #""agent":{"id":{"value":"a"}}"#
        for (fields, total, replaces) in [("", nil, false), (#","capabilities":{},"total":{}"#, 0, true)]
            as [(String, Int?, Bool)]
        {
            guard
                case .updateAgent(_, let resources, replaces) = try call(#"{"update_agent":{\#(id)\#(fields)}}"#)
            else {
                Issue.record(Self.unknownCall)
                return
            }
            #expect(resources?.count == total)
        }
    }

    @Test func anAgentWithAll() throws {
        guard
            case .addAgent(let agent, let unavailability, let total, let used) = try call(
                """
                {"add_agent":{"agent":{"id":{"value":"a"},
                "domain":{"fault_domain":{"region":{"name":"r"},"zone":{"name":"z"}}}},
                "capabilities":[{"type":"MULTI_ROLE"},{"type":"HIERARCHICAL_ROLE"},{"type":"RESERVATION_REFINEMENT"},
                {"type":"RESOURCE_PROVIDER"},{"type":"RESIZE_VOLUME"},{"type":"AGENT_OPERATION_FEEDBACK"},
                {"type":"AGENT_DRAINING"},{"type":"TASK_RESOURCE_LIMITS"},{"type":9},{}],
                "unavailability":{"start":{"nanoseconds":"5"},"duration":{"nanoseconds":"0"}},
                "total":{"resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":1}}]},"used":{"f":{}}}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(agent.capabilities.rawValue == 0xFF && agent.domain == FaultDomain(region: "r", zone: "z"))
        #expect(unavailability == Unavailability(start: 5, duration: 0))
        #expect(total.map(\.amount) == [.scalar(Quantity(thousandths: 1_000))])
        #expect(used.mapValues(\.count) == ["f": 0])
    }

    @Test func theWhitelistMayBeAbsentOrEmpty() throws {
        for (json, names) in [("{}", nil), (#"{"hostnames":{}}"#, []), (#"{"hostnames":{"values":["h"]}}"#, ["h"])]
            as [(String, [Name]?)]
        {
            guard case .updateWhitelist(let hostnames) = try call(#"{"update_whitelist":\#(json)}"#) else {
                Issue.record(Self.unknownCall)
                return
            }
            #expect(hostnames == names)
        }
    }

    // MARK: Allocations

    @Test func filtersMayBeAbsentOrWithoutSeconds() throws {
        for (fields, filters) in [
            ("", nil), (#","filters":{}"#, RefusalFilters(refuseSeconds: nil)),
            (#","filters":{"refuse_seconds":0}"#, RefusalFilters(refuseSeconds: 0)),
            (#","filters":{"refuse_seconds":"-Infinity"}"#, RefusalFilters(refuseSeconds: -.infinity)),
        ] as [(String, RefusalFilters?)] {
            guard
                case .recoverResources("f", "a", let resources, let read, true) = try call(
                    #"{"recover_resources":{"framework_id":"f","agent_id":"a","is_allocated":true\#(fields)}}"#)
            else {
                Issue.record(Self.unknownCall)
                return
            }
            #expect(resources.isEmpty && read == filters)
        }
    }

    @Test func whatNoAllocatorCanApplyIsNamed() throws {
        guard
            case .updateAvailable("a", let operations) = try call(
                """
                {"update_available":{"agent_id":"a","operations":[
                {"type":"LAUNCH"},{"type":"LAUNCH_GROUP"},{"type":"CREATE_DISK"},{"type":"DESTROY_DISK"}]}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        let names = operations.map { if case .unsupported(let name) = $0 { name } else { "" } }
        #expect(names == ["LAUNCH", "LAUNCH_GROUP", "CREATE_DISK", "DESTROY_DISK"])
    }

    @Test func operations() throws {
        let disk = #"{"name":"disk","type":"SCALAR","scalar":{"value":1}}"#
        guard
            case .updateAllocation("f", "a", let offered, .operations(let operations)) = try call(
                """
                {"update_allocation":{"framework_id":"f","agent_id":"a","offered_resources":[\(disk)],"operations":[
                {"type":"RESERVE","reserve":{"resources":[\(disk)],"source":[\(disk),\(disk)]}},
                {"type":"UNRESERVE","unreserve":{"resources":[\(disk)]}},
                {"type":"CREATE","create":{"volumes":[\(disk)]}},{"type":"DESTROY","destroy":{"volumes":[\(disk)]}},
                {"type":"GROW_VOLUME","grow_volume":{"volume":\(disk),"addition":\(disk)}},
                {"type":"SHRINK_VOLUME","shrink_volume":{"volume":\(disk),"subtract":{"value":0.5}}}]}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(offered.count == 1)
        let plain = try resource(disk)
        let read = operations.map { operation in
            switch operation {
            case .reserve([plain], [plain, plain]): "reserve"
            case .unreserve([plain]): "unreserve"
            case .create([plain]): "create"
            case .destroy([plain]): "destroy"
            case .growVolume(plain, plain): "grow"
            case .shrinkVolume(plain, Quantity(thousandths: 500)): "shrink"
            default: "wrong"
            }
        }
        #expect(read == ["reserve", "unreserve", "create", "destroy", "grow", "shrink"])
    }

    @Test func conversions() throws {
        let json = #"{"name":"disk","type":"SCALAR","scalar":{"value":1}}"#
        guard
            case .updateAllocation(_, _, _, .conversions(let conversions)) = try call(
                """
                {"update_allocation":{"framework_id":"f","agent_id":"a",
                "conversions":[{"consumed":[\(json)]},{"converted":[\(json)]}]}}
                """)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(conversions.map(\.consumed.count) == [1, 0])
        #expect(conversions.map(\.converted.count) == [0, 1])
    }

    @Test func inverseOfferResponses() throws {
        guard
            case .updateInverseOffer(let response) = try call(
                """
                {"update_inverse_offer":{"agent_id":"a","framework_id":"f","filters":{"refuse_seconds":1.5},
                "status":{"status":"UNKNOWN","framework_id":{"value":"f"},"timestamp":{"nanoseconds":"7"}},
                "unavailable_resources":{"unavailability":{"start":{"nanoseconds":"5"}}}}}
                """),
            case .updateInverseOffer(let withdrawal) = try call(
                #"{"update_inverse_offer":{"agent_id":"a","framework_id":"f"}}"#)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(response.status == InverseOfferStatus(status: .unknown, framework: "f", timestamp: 7))
        #expect(response.filters == RefusalFilters(refuseSeconds: 1.5))
        #expect(
            response.unavailableResources
                == UnavailableResources(resources: [], unavailability: Unavailability(start: 5)))
        #expect(withdrawal.status == nil && withdrawal.filters == nil && withdrawal.unavailableResources == nil)
    }
}
