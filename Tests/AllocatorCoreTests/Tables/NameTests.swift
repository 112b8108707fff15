import AllocatorCore
import Testing

@Suite("Names are bytes")
struct NameTests {
    @Test
    func `composed and decomposed spellings of one text are two names`() {
        let composed = Name("caf\u{E9}")
        let decomposed = Name("cafe\u{301}")
        #expect(composed.string == decomposed.string, "Swift's strings take them for one")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(composed.count == 5)
        #expect(decomposed.count == 6)
    }

    @Test
    func `names are ordered by their bytes and not by the alphabet`() {
        let names: [Name] = ["é", "z", "a/b", "a", "B", "a-b", "aa", "e\u{301}", "", "😀", "\u{FFFD}"]
        let byBytes = names.sorted { Array($0.string.utf8).lexicographicallyPrecedes(Array($1.string.utf8)) }
        #expect(names.sorted() == byBytes)
        #expect(names.sorted().map(\.string.utf8.count) == byBytes.map(\.count))
        #expect(names.sorted().first == "")
        #expect(("B" as Name) < "a")
        #expect(("z" as Name) < "é")
        // By UTF-16 code units it would be the other way round.
        #expect(("\u{FFFD}" as Name) < "😀")
    }

    @Test
    func `a prefix comes before longer names`() {
        #expect(("a" as Name) < "a/b")
        #expect(!(("a/b" as Name) < "a"))
        #expect(!(("a" as Name) < "a"))
    }

    @Test
    func `names that differ only in their bytes are two agents, two roles, two resources`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("\u{E9}", .cpus(1)), .agent("e\u{301}", .cpus(1)))
        #expect(
            try cluster.play(.framework("f", "\u{E9}", "e\u{301}")).offers.count == 2)
    }
}
