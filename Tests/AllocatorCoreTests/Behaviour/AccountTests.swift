import AllocatorCore
import Testing

/// The two accounts of each framework on each agent: offered and allocated (Allocation, "2. State").
@Suite("Accounts of an agent")
struct AccountTests {
    private static func cpus(_ units: Int64, _ role: Name = "r") -> [Resource] {
        [Resource.cpus(units).allocated(role)]
    }

    private static func use(_ resources: [Resource], of framework: Name? = "f") -> Call {
        .transitionOfferedToAllocated(agent: "a", resources: resources, framework: framework)
    }

    private static func free(_ resources: [Resource], of framework: Name = "f") -> Call {
        .recover(framework, "a", resources, isAllocated: true)
    }

    private static func decline(_ resources: [Resource], of framework: Name = "f") -> Call {
        .recover(framework, "a", resources)
    }

    private static func convert(_ resources: [Resource], _ operations: [Operation] = []) -> Call {
        .updateAllocation(framework: "f", agent: "a", offered: resources, change: .operations(operations))
    }

    /// An agent `a` of 4 cpus, where framework `f` uses 1 and is offered 3. Allocation is paused afterwards.
    private static func cluster(_ change: (inout AllocatorOptions) -> Void = { _ in }) throws -> TestCluster {
        let cluster = try TestCluster(change)
        try cluster.play(.framework("f", "r"), .framework("g", "s", isActive: false))
        #expect(try cluster.play(.agent("a", .cpus(4))).offers == ["f r a: cpus 4"])
        try cluster.play(.pause, use(cpus(1)))
        #expect(cluster.accounts == ["a f r: offered cpus 3, allocated cpus 1"])
        return cluster
    }

    // MARK: - Which account a call is about

    @Test(
        arguments: [
            (use(cpus(2)), ["a f r: offered cpus 1, allocated cpus 3"]),
            (use(cpus(3)), ["a f r: offered -, allocated cpus 4"]),
            (use(cpus(2), of: nil), ["a f r: offered cpus 1, allocated cpus 3"]),
            (use([]), ["a f r: offered cpus 3, allocated cpus 1"]),
            (free(cpus(1)), ["a f r: offered cpus 3, allocated -"]),
            (decline(cpus(1)), ["a f r: offered cpus 2, allocated cpus 1"]),
            (decline(cpus(3)), ["a f r: offered -, allocated cpus 1"]),
            (decline([]), ["a f r: offered cpus 3, allocated cpus 1"]),
            (convert(cpus(3)), ["a f r: offered cpus 3, allocated cpus 1"]),
            (.changedAgent("a", total: [.cpus(2)]), ["a f r: offered cpus 3, allocated cpus 1"]),
            (.deactivateAgent("a"), ["a f r: offered cpus 3, allocated cpus 1"]),
            (.deactivateFramework("f"), ["a f r: offered cpus 3, allocated cpus 1"]),
            (.suppressOffers(framework: "f", roles: []), ["a f r: offered cpus 3, allocated cpus 1"]),
            (.reviveOffers(framework: "f", roles: []), ["a f r: offered cpus 3, allocated cpus 1"]),
            (.changedFramework("f", "q"), ["a f r: offered cpus 3, allocated cpus 1"]),
            (.removeFramework("f"), []), (.removeAgent("a"), []),
        ] as [(Call, [String])])
    func `a call about resources moves only what it names`(call: Call, accounts: [String]) throws {
        let cluster = try Self.cluster()
        try cluster.play(call)
        #expect(cluster.accounts == accounts)
    }

    @Test(
        arguments: [
            (use(cpus(4)), "cpus 3 offered and cpus 1 allocated"), (use(cpus(900)), "launch nothing on them"),
            (use(cpus(1, "nowhere")), "nothing offered and nothing allocated"),
            (use(cpus(3) + cpus(1, "q")), "in role 'q'"), (use([.mem(1).allocated("r")]), "does not contain"),
            (use(cpus(1), of: "g"), "framework 'g' has nothing offered"), (use(cpus(1, "s"), of: "g"), "'g'"),
            (use(cpus(4), of: nil), "are offered cpus 3 of agent 'a'"),
            (use(cpus(1, "s"), of: nil), "name the framework"),
            (free(cpus(2)), "recover them only once"), (free(cpus(1), of: "g"), "nothing allocated"),
            (free(cpus(1, "s")), "decline offers without is_allocated"),
            (decline(cpus(4)), "set is_allocated to recover resources in use"),
            (decline(cpus(1), of: "g"), "nothing offered"), (convert(cpus(4)), "cpus 3 offered"),
            (convert(cpus(1, "s")), "query `outstanding`"),
            (
                convert(cpus(4), [.reserve(resources: [.cpus(1).reserved("r").allocated("r")], source: [])]),
                "cpus 3 offered"
            ),
        ] as [(Call, String)])
    func `a call for resources that an account does not contain is refused, with its contents and a remedy`(
        call: Call, words: String
    ) throws {
        let cluster = try Self.cluster()
        let refusal = cluster.refusal(of: call)
        #expect(refusal?.codeName == "FAILED_PRECONDITION")
        #expect(refusal?.message.contains(words) == true, "\(refusal?.message ?? "")")
        #expect(cluster.accounts == ["a f r: offered cpus 3, allocated cpus 1"])
    }

    // MARK: - The faults

    @Test
    func `an accept that crosses a rescind is refused in every form, and newer offers stay`() throws {
        let cluster = try TestCluster { $0.offerTimeout = .seconds(5) }
        try cluster.play(.framework("f", "dev"), .framework("g", "ops"), .agent("a", .cpus(4)))
        try cluster.play(.seconds(7))
        #expect(cluster.accounts == ["a g ops: offered cpus 4, allocated -"])
        let accept = Self.cpus(4, "dev")
        for call in [Self.use(accept), Self.use(accept, of: nil), Self.convert(accept), Self.decline(accept)] {
            #expect(cluster.refusal(of: call)?.codeName == "FAILED_PRECONDITION", "\(call)")
        }
        try cluster.play(Self.use(Self.cpus(4, "ops"), of: "g"))
        #expect(cluster.refusal(of: Self.use(Self.cpus(4, "ops"), of: "g"))?.codeName == "FAILED_PRECONDITION")
        #expect(cluster.accounts == ["a g ops: offered -, allocated cpus 4"])
    }

    @Test
    func `a task that ends twice takes nothing from an outstanding offer`() throws {
        let cluster = try Self.cluster()
        try cluster.play(.resume, Self.free(Self.cpus(1)))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1"])
        #expect(cluster.refusal(of: Self.free(Self.cpus(1)))?.codeName == "FAILED_PRECONDITION")
        #expect(try cluster.play(.activateFramework("g")).offers == [])
        try cluster.play(Self.use(Self.cpus(4)))
        #expect(cluster.accounts == ["a f r: offered -, allocated cpus 4"])
    }

    @Test
    func `an offer that is declined twice takes nothing from allocated resources`() throws {
        let cluster = try Self.cluster()
        try cluster.play(Self.decline(Self.cpus(3)))
        #expect(cluster.refusal(of: Self.decline(Self.cpus(1)))?.codeName == "FAILED_PRECONDITION")
        #expect(cluster.accounts == ["a f r: offered -, allocated cpus 1"])
    }

    @Test
    func `only offered resources are rescinded`() throws {
        let cluster = try Self.cluster { $0.offerTimeout = .seconds(2) }
        try cluster.play(.seconds(2))
        #expect(cluster.rescinded == ["2000 f r a: cpus 3 (1)"])
        #expect(cluster.accounts == ["a f r: offered -, allocated cpus 1"])
    }

    // MARK: - Conversions

    private static let reserve = Operation.reserve(resources: [.cpus(1).reserved("r").allocated("r")], source: [])

    @Test
    func `converted resources stay offered, and expire with the newest offer`() throws {
        let cluster = try Self.cluster { $0.offerTimeout = .seconds(2) }
        try cluster.play(.resume, .seconds(1), .changedAgent("a", total: [.cpus(5)]))
        try cluster.play(.pause, Self.convert(Self.cpus(3), [Self.reserve]))
        #expect(cluster.accounts == ["a f r: offered cpus 1 {r}, cpus 3, allocated cpus 1"])
        try cluster.play(.seconds(1))
        #expect(cluster.rescinded == [], "it all joined the offer of the second run")
        try cluster.play(.seconds(1))
        #expect(cluster.rescinded == ["3000 f r a: cpus 1 {r}, cpus 3 (1)"])
        #expect(cluster.accounts == ["a f r: offered -, allocated cpus 1"])
    }

    @Test
    func `items that a conversion makes are not offered if they are already allocated`() throws {
        let ports = [Resource.ports(1...5).allocated("r")]
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .ports(1...9), used: ["f": ports]))
        let more = ResourceConversion(consumed: [], converted: [Resource.ports(4...7).allocated("r")])
        try cluster.play(
            .pause,
            .updateAllocation(
                framework: "f", agent: "a", offered: [Resource.ports(6...9).allocated("r")],
                change: .conversions([more])))
        #expect(cluster.accounts == ["a f r: offered ports 6-9, allocated ports 1-5"])
    }

    // MARK: - What is used already

    @Test
    func `resources that agents and providers report as used are allocated`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(4), used: ["f": Self.cpus(1)]), .framework("f", "r", isActive: false))
        let disk = Resource.disk(1).provided(by: "p")
        try cluster.play(.addResourceProvider(agent: "a", total: [disk], used: ["f": [disk.allocated("r")]]))
        #expect(cluster.accounts == ["a f r: offered -, allocated cpus 1, disk 1"])
        #expect(cluster.refusal(of: Self.decline(Self.cpus(1)))?.codeName == "FAILED_PRECONDITION")
        try cluster.play(.activateFramework("f"))
        #expect(cluster.accounts == ["a f r: offered cpus 3, allocated cpus 1, disk 1"])
        try cluster.play(.pause, Self.decline(Self.cpus(1)), Self.free(Self.cpus(1)))
        #expect(cluster.accounts == ["a f r: offered cpus 2, allocated disk 1"])
    }

    @Test
    func `items that are reported as used are no longer offered`() throws {
        let ports = [Resource.ports(1...5).allocated("r")]
        let cluster = try TestCluster { $0.offerTimeout = .seconds(2) }
        try cluster.play(.framework("f", "r"), .agent("a", .ports(1...9)))
        try cluster.play(.pause, .addResourceProvider(agent: "a", total: [], used: ["f": ports]))
        #expect(cluster.accounts == ["a f r: offered ports 6-9, allocated ports 1-5"])
        try cluster.play(.seconds(2))
        #expect(cluster.rescinded == ["2000 f r a: ports 6-9 (1)"])
        #expect(cluster.accounts == ["a f r: offered -, allocated ports 1-5"])
    }

    // MARK: - Copies of shared volumes

    @Test
    func `each copy of a shared volume is in one account`() throws {
        let volume = Resource.disk(5).reserved("r").volume("v").shared()
        let (copy, text) = ([volume.allocated("r")], "disk 5 {r volume v shared}")
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", capabilities: .sharedResources), .agent("a", volume))
        try cluster.play(.seconds(1))
        try cluster.play(.pause, Self.use(copy))
        #expect(cluster.accounts == ["a f r: offered \(text), allocated \(text)"])
        #expect(cluster.refusal(of: Self.use(copy + copy))?.codeName == "FAILED_PRECONDITION")
        try cluster.play(Self.use(copy))
        #expect(cluster.refusal(of: Self.decline(copy))?.codeName == "FAILED_PRECONDITION")
        #expect(cluster.refusal(of: Self.free(copy + copy + copy))?.codeName == "FAILED_PRECONDITION")
        try cluster.play(Self.free(copy + copy))
        #expect(cluster.accounts == [])
    }

    // MARK: - Masters that do not say whose it is

    /// An agent `a` of 9 cpus, of which `f` is offered 4 and `g` 3, both in role `r`.
    private static func contested(_ change: (inout AllocatorOptions) -> Void = { _ in }) throws -> TestCluster {
        let cluster = try TestCluster(change)
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)))
        try cluster.play(.deactivateFramework("f"), .framework("g", "r"), .changedAgent("a", total: [.cpus(7)]))
        try cluster.play(.pause, .changedAgent("a", total: [.cpus(9)]))
        #expect(
            cluster.accounts == ["a f r: offered cpus 4, allocated -", "a g r: offered cpus 3, allocated -"])
        return cluster
    }

    @Test
    func `an unnamed transition takes from the only framework whose offer contains the resources`() throws {
        let cluster = try Self.contested()
        try cluster.play(Self.use(Self.cpus(4), of: nil))
        #expect(cluster.accounts == ["a f r: offered -, allocated cpus 4", "a g r: offered cpus 3, allocated -"])
        try cluster.play(Self.use(Self.cpus(3), of: nil))
        #expect(cluster.accounts == ["a f r: offered -, allocated cpus 4", "a g r: offered -, allocated cpus 3"])
    }

    @Test(arguments: [2, 3, 5, 7] as [Int64])
    func `an ambiguous transition merges the accounts of each framework that could be meant`(units: Int64) throws {
        let cluster = try Self.contested()
        try cluster.play(Self.use(Self.cpus(units), of: nil))
        #expect(cluster.accounts.allSatisfy { $0.hasSuffix(", merged") } && cluster.accounts.count == 2)
        // Whatever the master says of them is taken from the one account, and no more than it has.
        for (framework, held) in [("f", 4), ("g", 3)] as [(Name, Int64)] {
            for call in [
                Self.free(Self.cpus(held + 1), of: framework), Self.decline(Self.cpus(held + 1), of: framework),
                Self.use(Self.cpus(held + 1), of: framework),
            ] {
                let refusal = cluster.refusal(of: call)
                #expect(refusal?.message.contains("offered or allocated") == true, "\(refusal?.message ?? "")")
            }
            try cluster.play(Self.use(Self.cpus(held), of: framework), Self.free(Self.cpus(1), of: framework))
            try cluster.play(Self.decline(Self.cpus(1), of: framework))
        }
        #expect(cluster.refusal(of: Self.use(Self.cpus(8), of: nil))?.codeName == "FAILED_PRECONDITION")
    }

    @Test
    func `an ambiguous transition leaves a framework that holds none of the resources`() throws {
        let cluster = try Self.contested()
        try cluster.play(.resume, .framework("h", "s"))
        try cluster.play(.pause, Self.use(Self.cpus(7), of: nil))
        #expect(cluster.accounts.last == "a h s: offered cpus 2, allocated -")
    }

    @Test
    func `accounts stay merged until the framework holds nothing on the agent`() throws {
        let cluster = try Self.contested()
        try cluster.play(Self.use(Self.cpus(2), of: nil))
        try cluster.play(Self.free(Self.cpus(4)), Self.decline(Self.cpus(2), of: "g"))
        #expect(cluster.accounts == ["a g r: offered -, allocated cpus 1, merged"])
        try cluster.play(.resume, .activateFramework("f"))
        try cluster.play(.pause)
        #expect(cluster.accounts.first == "a f r: offered cpus 8, allocated -")
        #expect(cluster.refusal(of: Self.free(Self.cpus(1)))?.codeName == "FAILED_PRECONDITION")
        try cluster.play(.removeFramework("g"), .framework("g", "r", isActive: false))
        #expect(cluster.accounts == ["a f r: offered cpus 8, allocated -"])
    }

    @Test
    func `a merged account is never rescinded, and a later offer is unless it is used`() throws {
        let cluster = try Self.contested { $0.offerTimeout = .seconds(5) }
        try cluster.play(Self.use(Self.cpus(3), of: nil))
        try cluster.play(.resume, .advance(.milliseconds(500)), .activateFramework("f"))
        try cluster.play(.pause, .seconds(4), .advance(.milliseconds(500)))
        #expect(cluster.rescinded == ["5000 f r a: cpus 1 (1)"], "of 4 and 3 cpus one cannot be in use")
        try cluster.play(.advance(.milliseconds(500)))
        #expect(cluster.rescinded == ["5500 g r a: cpus 2 (1)"])
        #expect(
            cluster.accounts
                == ["a f r: offered -, allocated cpus 3, merged", "a g r: offered -, allocated cpus 3, merged"])
    }

    @Test
    func `a conversion of a merged account leaves it merged, even if all of it is converted`() throws {
        let cluster = try Self.contested()
        try cluster.play(Self.use(Self.cpus(2), of: nil))
        let all = Operation.reserve(resources: [.cpus(4).reserved("r").allocated("r")], source: [])
        try cluster.play(Self.convert(Self.cpus(4), [all]))
        #expect(cluster.accounts.first == "a f r: offered -, allocated cpus 4 {r}, merged")
    }
}

extension TestCluster {
    /// The text `agent framework role: offered …, allocated …`, with `, merged` for merged accounts.
    fileprivate var accounts: [String] {
        allocator.accounts.map { accounts in
            let offered = accounts.offered.isEmpty ? "-" : accounts.offered.summary
            let allocated = accounts.allocated.isEmpty ? "-" : accounts.allocated.summary
            return "\(accounts.agent) \(accounts.framework) \(accounts.role): offered \(offered), allocated"
                + " \(allocated)\(accounts.isMerged ? ", merged" : "")"
        }.sorted()
    }
}
