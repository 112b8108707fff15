import AllocatorCore
import Testing

/// The `random` sorters (Allocation, "3. The fair order").
@Suite("Random order")
struct RandomOrderTests {
    private static func tree(_ weights: [Name: Double], clients: [Name]) -> RoleTree {
        var tree = RoleTree(totals: FairTotals(excluding: []))
        for (role, weight) in weights { tree.setWeight(Weight(weight) ?? .one, of: tree.intern(role)) }
        for role in clients { tree.addExampleClient(role) }
        return tree
    }

    /// Whether `clients` come in orders as likely as draws by `weights` make them.
    private static func isDrawn(_ tree: RoleTree, _ clients: [Name], by weights: [Double]) -> Bool {
        let orders = Permutations.all(of: clients.count)
        var generator = Generator(seed: 17)
        var counts = [Int](repeating: 0, count: orders.count)
        for _ in 0..<30_000 {
            let drawn = tree.randomOrder(using: &generator).map { tree[$0].path }
            let order = drawn.compactMap { clients.firstIndex(of: $0) }
            guard let index = orders.firstIndex(of: order) else { return false }
            counts[index] += 1
        }
        return ChiSquare.isPlausible(
            counts, probabilities: orders.map { Permutations.probability(of: $0, weights: weights) })
    }

    @Test
    func `roles of one level are drawn in proportion to their weights`() {
        let clients: [Name] = ["a", "b", "c"]
        let tree = Self.tree(["a": 1, "b": 2, "c": 5], clients: clients)
        #expect(Self.isDrawn(tree, clients, by: [1, 2, 5]))
        #expect(!Self.isDrawn(tree, clients, by: [1, 1, 1]))
    }

    @Test
    func `weights multiply along the path, normalized among siblings`() {
        // a has 3 of 4, of which a/x has 1 of 3 and a/y 2 of 3; b has 1 of 4.
        let clients: [Name] = ["a/x", "a/y", "b"]
        let tree = Self.tree(["a": 3, "a/y": 2], clients: clients)
        #expect(Self.isDrawn(tree, clients, by: [1, 2, 1]))
    }

    @Test
    func `a role competes with its children with weight 1`() {
        // a has 2 of 3: itself 1 of 4 of it, a/x 3 of 4.
        let clients: [Name] = ["a", "a/x", "b"]
        let tree = Self.tree(["a": 2, "a/x": 3], clients: clients)
        #expect(Self.isDrawn(tree, clients, by: [2.0 / 12, 6.0 / 12, 4.0 / 12]))
    }

    @Test
    func `siblings without clients are left out, whatever their weight`() {
        let clients: [Name] = ["a/x", "b"]
        let tree = Self.tree(["c": 1000, "a/y": 1000, "b": 2], clients: clients)
        #expect(Self.isDrawn(tree, clients, by: [1, 2]))
    }

    @Test
    func `the draw does not depend on the order in which clients were added`() {
        let clients: [Name] = ["a/x", "a/y", "b", "c"]
        let (one, other) = (
            Self.tree(["a": 3], clients: clients), Self.tree(["a": 3], clients: clients.reversed())
        )
        var (first, second) = (Generator(seed: 5), Generator(seed: 5))
        for _ in 0..<50 {
            #expect(
                one.randomOrder(using: &first).map { one[$0].path }
                    == other.randomOrder(using: &second).map { other[$0].path })
        }
    }

    @Test
    func `active frameworks of a role are equally likely`() {
        var order = FairOrder<Int>()
        for (key, name) in (["a", "b", "c"] as [Name]).enumerated() {
            _ = order.insert(key, name: name, isActive: true)
        }
        _ = order.insert(3, name: "d", isActive: false)
        let orders = Permutations.all(of: 3)
        var generator = Generator(seed: 11)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<12_000 {
            counts[orders.firstIndex(of: order.randomOrder(using: &generator)) ?? 0] += 1
        }
        #expect(ChiSquare.isPlausible(counts, probabilities: [Double](repeating: 1 / 6, count: 6)))
    }

    @Test
    func `a cluster offers its only agent to the framework that is drawn first`() throws {
        let cluster = try TestCluster { options in
            (options.roleSorter, options.frameworkSorter, options.seed) = (.random, .random, 4)
        }
        try cluster.play(.weight("a", 3), .framework("f", "a"), .framework("g", "b"))
        var counts = [0, 0]
        var offers = try cluster.play(.agent("x", .cpus(1))).offers
        for _ in 0..<2000 {
            let isFirst = offers == ["f a x: cpus 1"]
            #expect(isFirst || offers == ["g b x: cpus 1"])
            counts[isFirst ? 0 : 1] += 1
            let (framework, role): (Name, Name) = isFirst ? ("f", "a") : ("g", "b")
            offers = try cluster.play(.recover(framework, "x", [.cpus(1).allocated(role)]), .seconds(1)).offers
        }
        #expect(ChiSquare.isPlausible(counts, probabilities: [0.75, 0.25]))
    }
}
