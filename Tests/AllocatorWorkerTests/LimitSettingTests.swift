import AllocatorWire
import AllocatorWorker
import Testing
import ZeroMQ

/// Each limit that can be set: what just fits is taken, what goes past it is answered with RESOURCE_EXHAUSTED and
/// changes nothing.
@Suite("Limits that can be set", .timeLimit(.minutes(2))) struct LimitSettingTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let setting: Setting
        let value: String
        /// Calls that fit, `initialize` before them.
        let fitting: [String]
        let tooMuch: String

        var testDescription: String { "\(setting.flag) \(value)" }
    }

    private static func framework(_ id: String, _ roles: String..., more: String = "") -> String {
        let roles = roles.map { "\"\($0)\"" }.joined(separator: ",")
        let info = #"{"id": {"value": "\#(id)"}, "roles": [\#(roles)], "capabilities": [{"type": "MULTI_ROLE"}]}"#
        return #""add_framework": {"framework": \#(info)\#(more)}"#
    }

    private static func agent(_ id: String, _ resources: String...) -> String {
        let resources = resources.joined(separator: ",")
        return
            #""add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"}, "#
            + #""capabilities": [{"type": "MULTI_ROLE"}], "#
            + #""total": {"resources": [\#(resources)]}}"#
    }

    private static func scalar(_ name: String, reservedTo role: String? = nil) -> String {
        let reservation = role.map { #", "reservations": [{"type": "STATIC", "role": "\#($0)"}]"# } ?? ""
        return #"{"name": "\#(name)", "type": "SCALAR", "scalar": {"value": 1}\#(reservation)}"#
    }

    private static func ports(_ ranges: Int) -> String {
        let ranges = (0..<ranges).map { #"{"begin": \#(2 * $0), "end": \#(2 * $0)}"# }.joined(separator: ",")
        return #"{"name": "ports", "type": "RANGES", "ranges": {"range": [\#(ranges)]}}"#
    }

    private static func hostnames(_ count: Int) -> String {
        (1...count).map { #""host-\#($0)""# }.joined(separator: ",")
    }

    private static func constraints(_ regexes: Int) -> String {
        let groups = (0..<regexes).map {
            #"{"attribute_constraints": [{"selector": {"pseudoattribute_type": "HOSTNAME"}, "#
                + #""predicate": {"text_matches": {"regex": "a\#($0)"}}}]}"#
        }
        let all = groups.joined(separator: ",")
        return #", "options": {"offer_constraints": {"role_constraints": {"r": {"groups": [\#(all)]}}}}"#
    }

    private static func refusal(of agent: String) -> String {
        #""recover_resources": {"framework_id": "f", "agent_id": "\#(agent)", "filters": {"refuse_seconds": 5}, "#
            + #""resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}, "#
            + #""allocation_info": {"role": "r"}}]}"#
    }

    static let examples: [Example] = [
        Example(
            setting: .maximumFrameworks, value: "1", fitting: [framework("f", "r")], tooMuch: framework("g", "r")),
        Example(
            setting: .maximumAgents, value: "1", fitting: [agent("a", scalar("cpus"))],
            tooMuch: agent("b", scalar("cpus"))),
        Example(setting: .maximumRoles, value: "2", fitting: [framework("f", "r/s")], tooMuch: framework("g", "t")),
        Example(
            setting: .maximumRolesPerFramework, value: "2", fitting: [framework("f", "r", "s")],
            tooMuch: framework("g", "r", "s", "t")),
        Example(
            setting: .maximumRoleDepth, value: "2", fitting: [framework("f", "r/s")], tooMuch: framework("g", "r/s/t")),
        Example(
            setting: .maximumResources, value: "1", fitting: [agent("a", scalar("cpus"))],
            tooMuch: agent("b", scalar("cpus"), scalar("mem"))),
        Example(setting: .maximumRanges, value: "2", fitting: [agent("a", ports(2))], tooMuch: agent("b", ports(3))),
        Example(
            setting: .maximumResourceKinds, value: "2", fitting: [agent("a", scalar("cpus", reservedTo: "r"))],
            tooMuch: agent("b", scalar("cpus", reservedTo: "s"), scalar("cpus", reservedTo: "t"))),
        Example(
            setting: .maximumResourceNames, value: "1", fitting: [agent("a", scalar("cpus"))],
            tooMuch: agent("b", scalar("mem"))),
        Example(
            setting: .maximumFilters, value: "1",
            fitting: [
                framework("f", "r"), agent("a", scalar("cpus")), agent("b", scalar("cpus")), refusal(of: "a"),
            ],
            tooMuch: refusal(of: "b")),
        Example(
            setting: .maximumRegexes, value: "1", fitting: [framework("f", "r", more: constraints(1))],
            tooMuch: framework("g", "r", more: constraints(2))),
        Example(
            setting: .maximumRegexWork, value: "64",
            fitting: [framework("f", "r", more: constraints(1)), agent("a", scalar("cpus"))],
            tooMuch: framework("g", "r", more: constraints(2))),
        Example(
            setting: .maximumTextBytes, value: "64",
            fitting: [framework("f", "r"), agent("a", scalar("cpus", reservedTo: "r"))],
            tooMuch: #""update_whitelist": {"hostnames": {"values": ["\#(String(repeating: "x", count: 65))"]}}"#),
        Example(
            setting: .maximumAttributes, value: "1",
            fitting: [
                #""add_agent": {"agent": {"id": {"value": "a"}, "hostname": "a", "#
                    + #""attributes": [\#(attribute)]}, "total": {}}"#
            ],
            tooMuch:
                #""add_agent": {"agent": {"id": {"value": "b"}, "hostname": "b", "attributes": [\#(attribute), "#
                + #"\#(attribute)]}, "total": {}}"#
        ),
        Example(
            setting: .maximumClusterBytes, value: "16384", fitting: [framework("f", "r"), agent("a", scalar("cpus"))],
            tooMuch:
                #""update_whitelist": {"hostnames": {"values": [\#(hostnames(1_000))]}}"#
        ),
        Example(
            setting: .maximumRegexProgram, value: "200",
            fitting: [#""initialize": {"reset": true, "regex_max_program_size": 200}"#],
            tooMuch: #""initialize": {"reset": true, "regex_max_program_size": 201}"#),
        Example(
            setting: .maximumRegexBytes, value: "5000",
            fitting: [#""initialize": {"reset": true, "regex_max_memory_bytes": 5000}"#],
            tooMuch: #""initialize": {"reset": true, "regex_max_memory_bytes": 5001}"#),
    ]

    private static let attribute = #"{"name": "rack", "type": "TEXT", "text": {"value": "r1"}}"#

    private static func event(_ number: Int, _ call: String, cluster: String = "default", master: String = "m")
        -> String
    {
        #"{"cluster": "\#(cluster)", "master": "\#(master)", "request_id": "\#(number)", \#(call)}"#
    }

    /// The configuration's part that is about limits, as the command line would set it.
    private static func limit(_ setting: Setting, _ value: String, _ configuration: inout WorkerConfiguration) throws {
        let read = try WorkerConfiguration.read(file: nil, environment: [:], arguments: [setting: value])
        (configuration.clusterLimits, configuration.maximumClusters) = (read.clusterLimits, read.maximumClusters)
        configuration.queryWork = read.queryWork
        configuration.clock = .virtual
    }

    @Test(arguments: examples)
    func `a limit of what a cluster holds can be set`(example: Example) async throws {
        try await withWorker {
            try Self.limit(example.setting, example.value, &$0)
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m/"])
            let calls = [#""initialize": {}"#] + example.fitting + [example.tooMuch, #""heartbeat": {}"#]
            var codes: [WireError.Code?] = []
            for (number, call) in calls.enumerated() {
                for reply in try master.publications(after: Self.event(number, call)).map(\.publication.reply) {
                    codes.append(reply.error.code == .unspecified ? nil : reply.error.code)
                    #expect(reply.requestID == "\(number)", "\(reply)")
                }
            }
            #expect(codes == example.fitting.map { _ in nil } + [nil, .resourceExhausted, nil])
        }
    }

    @Test
    func `the limit of clusters can be set`() async throws {
        try await withWorker {
            try Self.limit(.maximumClusters, "2", &$0)
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["a/replies/", "b/replies/", "c/replies/"])
            let initialize = #""initialize": {}"#
            let got = try master.publications(after: ["a", "b", "c"].map { Self.event(1, initialize, cluster: $0) })
            #expect(got.map { $0.publication.reply.error.code == .resourceExhausted } == [false, false, true])
        }
    }

    @Test
    func `the limit of masters that number their events can be set`() async throws {
        try await withWorker {
            try Self.limit(.maximumMasters, "1", &$0)
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/"])
            func numbered(_ master: String, _ call: String) -> String {
                #"{"master": "\#(master)", "epoch": 1, "sequence": 1, "request_id": "r", \#(call)}"#
            }
            let got = try master.publications(
                after: numbered("m", #""initialize": {}"#), numbered("n", #""heartbeat": {}"#),
                Self.event(1, #""heartbeat": {}"#, master: "n"))
            #expect(got.map(\.publication.master) == ["m", "n", "n"])
            #expect(got.map { $0.publication.reply.error.code == .resourceExhausted } == [false, true, false])
        }
    }

    @Test
    func `the limit of the work of one query can be set`() async throws {
        try await withWorker {
            try Self.limit(.maximumQueryWork, "1", &$0)
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            let agents = (0..<30).map { Self.event($0, Self.agent("a\($0)", Self.scalar("cpus"))) }
            _ = try master.publications(after: [Self.event(0, #""initialize": {}"#)] + agents)
            let control = try Socket(.req, in: Context())
            try control.set(.receiveTimeout, to: .seconds(20))
            try control.connect(worker.endpoints.control)
            func ask(_ question: WireQuery.OneOf_Question) throws -> WireAnswer {
                var query = WireQuery()
                query.question = question
                _ = try control.send(try QueryEncoder().encode(query, as: .json))
                guard let frames = try control.receiveFrames() else { throw NothingCame() }
                return try AnswerDecoder().decode(frames[0])
            }
            var view = WireStateQuery()
            view.view = .agents
            let page = try ask(.state(view)).state
            #expect((1..<30).contains(page.agents.count) && page.last == page.agents.last?.id, "\(page.agents.count)")
            #expect(try ask(.whatIf(WireWhatIfQuery())).error.code == .resourceExhausted)
        }
    }
}
