import AllocatorCore
import Testing

/// The fair order of roles in a tree (Allocation, "3. The fair order").
@Suite("Order of roles")
struct RoleOrderTests {
    private var tree: RoleTree

    init() {
        var totals = FairTotals(excluding: [])
        var total = Quantities()
        (total[0], total[1]) = (100, 200)
        totals.replace(Quantities(), with: total)
        tree = RoleTree(totals: totals)
    }

    private mutating func add(_ paths: Name...) {
        for path in paths { tree.addExampleClient(path) }
    }

    private mutating func hold(_ path: Name, _ cpus: Int64, _ mem: Int64 = 0) {
        var held = Quantities()
        (held[0], held[1]) = (cpus, mem)
        tree.grow(tree.intern(path), by: HoldingChange(held), isAllocation: false)
    }

    private mutating func weigh(_ path: Name, _ weight: Double) {
        tree.setWeight(Weight(weight) ?? .one, of: tree.intern(path))
    }

    private mutating func order() -> [Name] { tree.fairOrder().map { tree[$0].path } }

    @Test
    mutating func `without shares roles are ordered by name as bytes, with a parent's own '.' before its children`() {
        add("b", "a/z", "a", "B", "a/y", "*")
        #expect(order() == ["*", "B", "a", "a/y", "a/z", "b"])
    }

    @Test
    mutating func `siblings compete with the shares of their subtrees, and leaves are in pre-order`() {
        add("a/x", "a/y", "b/x", "b/y")
        hold("a/x", 10)
        #expect(order() == ["b/x", "b/y", "a/y", "a/x"])
        hold("b/x", 10)
        hold("b/y", 10)
        #expect(order() == ["a/y", "a/x", "b/x", "b/y"])
    }

    @Test
    mutating func `the dominant share decides and not the sum`() {
        add("a", "b")
        hold("a", 30, 0)
        hold("b", 20, 50)
        #expect(order() == ["b", "a"])
        hold("b", 0, 20)
        #expect(order() == ["a", "b"])
    }

    @Test
    mutating func `a weight divides the share of the whole subtree among siblings`() {
        add("a/x", "a/y", "b")
        hold("a/x", 10)
        hold("a/y", 20)
        hold("b", 20)
        #expect(order() == ["b", "a/x", "a/y"])
        weigh("a", 2)
        #expect(order() == ["a/x", "a/y", "b"])
        weigh("a/y", 3)
        #expect(order() == ["a/y", "a/x", "b"], "a changed weight counts from the next sort, for inner roles too")
    }

    @Test
    mutating func `a role that is a client and a parent competes with its children as '.' of weight 1`() {
        add("a", "a/x", "b")
        weigh("a", 10)
        hold("a", 10)
        hold("a/x", 6)
        #expect(order() == ["b", "a/x", "a"])
        hold("b", 2)
        #expect(order() == ["a/x", "a", "b"], "the weight is the whole node's")
        hold("a/x", 6)
        #expect(order() == ["b", "a", "a/x"])
    }

    @Test
    mutating func `the holdings of a role move with it into '.' and back`() {
        add("a", "b")
        hold("a", 10)
        add("a/x")
        #expect(order() == ["b", "a/x", "a"])
        tree.removeExampleClient("a/x")
        #expect(order() == ["b", "a"])
    }

    @Test
    mutating func `a changed total counts from the next sort`() {
        add("a", "b")
        hold("a", 10, 0)
        hold("b", 0, 30)
        #expect(order() == ["a", "b"])
        let old = tree.totals.quantities
        var new = old
        new[0] = 50
        tree.replaceTotals(old, with: new)
        #expect(order() == ["b", "a"])
    }

    @Test
    mutating func `a role that is no longer a client is in no order, nor are ancestors without clients`() {
        add("a/b/c", "d")
        tree.removeExampleClient("a/b/c")
        #expect(order() == ["d"])
        tree.removeExampleClient("d")
        #expect(order() == [])
    }

    @Test
    mutating func `unneeded nodes are removed, and the others keep their ancestors`() {
        add("a/b")
        let other = tree.intern("c/d/e")
        _ = tree.intern("x/y")
        #expect(tree.count == 7)
        tree.keep(only: [other])
        #expect(tree.count == 5)
        #expect(tree.slot(of: "x") == nil && tree.slot(of: "c/d") != nil && tree.slot(of: "a") != nil)
        #expect(tree.missingNodes(of: "x/y") == 2 && tree.missingNodes(of: "c/d/f") == 1)
        #expect(order() == ["a/b"])
    }
}
