import AllocatorCore
import AllocatorWire
import Testing

/// The calls that well-formed events about agents and allocations convert to.
@Suite struct AgentCallConversionTests {
    private static let unknownCall: Comment = "another call came out"

    // MARK: Agents

    @Test func `attributes are converted by their types`() throws {
        guard
            case .updateAgent(let agent, nil, false, true) = try call(
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

    @Test func `empty capabilities replace those of an agent, and absent ones do not`() throws {
        let id = #""agent":{"id":{"value":"a"}}"#
        for (fields, total, replaces) in [("", nil, false), (#","capabilities":{},"total":{}"#, 0, true)]
            as [(String, Int?, Bool)]
        {
            guard
                case .updateAgent(_, let resources, replaces, false) = try call(
                    #"{"update_agent":{\#(id)\#(fields)}}"#)
            else {
                Issue.record(Self.unknownCall)
                return
            }
            #expect(resources?.count == total)
        }
    }

    @Test func `an agent with all fields is converted`() throws {
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

    @Test func `the whitelist may be absent or empty`() throws {
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

    @Test func `filters may be absent or without seconds`() throws {
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

    @Test(arguments: [("", nil), (#","framework_id":"""#, nil), (#","framework_id":"f""#, "f")] as [(String, Name?)])
    func `a transition may name the framework whose offer is used`(field: String, framework: Name?) throws {
        guard
            case .transitionOfferedToAllocated("a", let resources, let read) = try call(
                #"{"transition_offered_to_allocated":{"agent_id":"a"\#(field)}}"#)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(resources.isEmpty && read == framework)
    }

    @Test func `an operation that an allocator cannot apply is named`() throws {
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

    /// Mesos also accepts a call with neither (Allocation, "6. Calls").
    @Test func `an allocation with neither conversions nor operations changes nothing`() throws {
        guard
            case .updateAllocation("f", "a", _, .operations(let operations)) = try call(
                #"{"update_allocation":{"framework_id":"f","agent_id":"a"}}"#)
        else {
            Issue.record(Self.unknownCall)
            return
        }
        #expect(operations.isEmpty)
    }

    @Test func `operations are converted`() throws {
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

    @Test func `conversions of an allocation are converted`() throws {
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

    @Test func `responses to inverse offers are converted`() throws {
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
