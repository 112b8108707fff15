import AllocatorCore
import Testing

@Suite("Collection of unused names")
struct UnusedNameCollectionTests {
    @Test func `a collection is due when a table has more than doubled since the last one`() {
        var collection = UnusedNameCollection()
        #expect(!collection.isDue(kinds: 4096, roles: 4096))
        #expect(collection.isDue(kinds: 4097, roles: 0))
        #expect(collection.isDue(kinds: 0, roles: 4097))
        collection.recordCollection(kinds: 5000, roles: 10)
        #expect(!collection.isDue(kinds: 2 * 5000 + 4096, roles: 2 * 10 + 4096))
        #expect(collection.isDue(kinds: 2 * 5000 + 4097, roles: 0))
        #expect(collection.isDue(kinds: 0, roles: 2 * 10 + 4097))
        #expect(collection.count == 1)
    }

    @Test func `lack of room causes one collection, and only if something may be unused`() {
        var collection = UnusedNameCollection()
        collection.recordUnused()
        let withoutLack = collection.takeLackOfRoom(hasUnusedRoles: true)
        #expect(!withoutLack)
        collection.recordLackOfRoom()
        let first = collection.takeLackOfRoom(hasUnusedRoles: false)
        let second = collection.takeLackOfRoom(hasUnusedRoles: false)
        #expect(first && !second)
        collection.recordCollection(kinds: 1, roles: 1)
        collection.recordLackOfRoom()
        let allUsed = collection.takeLackOfRoom(hasUnusedRoles: false)
        #expect(!allUsed)
        collection.recordLackOfRoom()
        let deadRoles = collection.takeLackOfRoom(hasUnusedRoles: true)
        #expect(deadRoles)
    }

    @Test func `a restored cluster counts no collection`() {
        var collection = UnusedNameCollection()
        collection.recordUnused()
        collection.recordNothingUnused(kinds: 10, roles: 10)
        collection.recordLackOfRoom()
        let isDue = collection.takeLackOfRoom(hasUnusedRoles: false)
        #expect(!isDue && collection.count == 0)
    }
}
