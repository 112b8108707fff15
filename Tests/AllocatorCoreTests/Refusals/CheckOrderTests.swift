import AllocatorCore
import Testing

/// The order of checks, which decides the answer if a call breaks several rules.
@Suite("Order of checks")
struct CheckOrderTests {
    private static let malformed = Resource.cpus(1).reserved("*")

    @Test(
        arguments: [
            .agent(""), .framework("f", "a//b"), .weight("r", 0), .seconds(-1), .quota("a/b"),
        ] as [Call])
    func `the form of a call is checked before initialize`(call: Call) {
        #expect(TestCluster(uninitialized: .virtual).refusal(of: call)?.codeName == "INVALID_ARGUMENT")
    }

    @Test(
        arguments: [
            .agent("a"), .framework("f", "r"), .weight("r", 1), .seconds(1), .quota("r"), .pause, .resume,
            .removeAgent("x"), .removeFramework("x"), .inverseOfferStatuses, .updateWhitelist(nil),
            .recover(expectedAgentCount: 0, quotas: []), .recover("f", "a", []),
        ] as [Call])
    func `each call except initialize and heartbeat needs initialize first`(call: Call) {
        let refusal = TestCluster(uninitialized: .virtual).refusal(of: call)
        #expect(refusal?.codeName == "FAILED_PRECONDITION")
        #expect(refusal?.message.contains("send initialize first") == true)
    }

    @Test
    func `a heartbeat needs no cluster`() throws {
        let cluster = TestCluster(uninitialized: .system)
        #expect(try cluster.reply(to: .heartbeat) == .ok)
        #expect(!cluster.allocator.isInitialized && cluster.allocator.nextRun == nil)
    }

    @Test
    func `initialize is checked before the kind of clock`() {
        let refusal = TestCluster(uninitialized: .system).refusal(of: .seconds(1))
        #expect(refusal?.message.contains("send initialize first") == true)
    }

    @Test
    func `the form of a call is checked before its names`() throws {
        let cluster = try BadCall.cluster()
        #expect(cluster.refusal(of: .changedAgent("x", total: [Self.malformed]))?.codeName == "INVALID_ARGUMENT")
        #expect(cluster.refusal(of: .agent("a", Self.malformed))?.codeName == "INVALID_ARGUMENT")
        #expect(cluster.refusal(of: .recover("x", "x", [Self.malformed]))?.codeName == "INVALID_ARGUMENT")
    }

    @Test
    func `names are checked before other conditions`() throws {
        let cluster = try BadCall.cluster()
        let tooMuch = [Resource.cpus(100).allocated("r")]
        #expect(
            cluster.refusal(
                of: .updateAllocation(framework: "x", agent: "a", offered: tooMuch, change: .operations([])))?
                .codeName == "NOT_FOUND")
        #expect(
            cluster.refusal(of: .updateInverseOffer(InverseOfferResponse(agent: "x", framework: "f")))?.codeName
                == "NOT_FOUND")
        #expect(
            cluster.refusal(of: .framework("f", "r", used: ["a": tooMuch]))?.codeName == "ALREADY_EXISTS")
        #expect(cluster.refusal(of: .suppressOffers(framework: "x", roles: ["s"]))?.codeName == "NOT_FOUND")
        let unusable = RoleConstraints(
            groups: [[AttributeConstraint(selector: .hostname, predicate: .textMatches("("))]])
        #expect(
            cluster.refusal(of: .changedFramework("x", "r") { $0.offerConstraints["r"] = unusable })?.codeName
                == "NOT_FOUND")
    }

    @Test
    func `the codes of refusals are those of the wire`() {
        let refusals: [Refusal] = [
            .invalidArgument(""), .notFound(""), .alreadyExists(""), .failedPrecondition(""), .fenced(""),
            .outOfSequence(""), .resourceExhausted(""), .internalFailure(""), .permissionDenied(""),
        ]
        #expect(refusals.map(\.code) == Array(1...9))
    }
}
