import AllocatorCore
import Testing

@Suite("Name tables")
struct NameTableTests {
    @Test
    func `names are numbered from 0, and a known name keeps its number`() {
        var table = NameTable()
        #expect(table.intern("cpus") == 0)
        #expect(table.intern("mem") == 1)
        #expect(table.intern("cpus") == 0)
        #expect(table.count == 2)
        #expect(table[1] == "mem")
        #expect(table.number(of: "disk") == nil)
        #expect(table.number(of: "mem") == 1)
    }

    @Test
    func `names of the same letters in different bytes get different numbers`() {
        var table = NameTable()
        #expect(table.intern("\u{E9}") != table.intern("e\u{301}"))
    }
}
