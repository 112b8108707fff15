import AllocatorCore
import Testing

@Suite("Name tables")
struct NameTableTests {
    @Test("the first name is 0, the next 1; a name asked for again keeps its number")
    func numbers() {
        var table = NameTable()
        #expect(table.intern("cpus") == 0)
        #expect(table.intern("mem") == 1)
        #expect(table.intern("cpus") == 0)
        #expect(table.count == 2)
        #expect(table[1] == "mem")
        #expect(table.number(of: "disk") == nil)
        #expect(table.number(of: "mem") == 1)
    }

    @Test("names of the same letters and other bytes get numbers of their own")
    func bytes() {
        var table = NameTable()
        #expect(table.intern("\u{E9}") != table.intern("e\u{301}"))
    }
}
