import AllocatorCore
import Testing

/// The measures of a whole cluster (Allocation, "7. Metrics").
@Suite("Measures of a cluster")
struct ClusterMeasuresTests {
    @Test
    func `there are no measures before initialize`() {
        let cluster = TestCluster(uninitialized: .virtual)
        #expect(cluster.allocator.measures == nil && cluster.allocator.resourceMeasures == nil)
    }

    @Test
    func `agents, frameworks, roles, offers and filters are counted, and resources summed`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "a/b"), .agent("x", .cpus(4), .mem(8)), .agent("y", .cpus(2), .ports(1...9)))
        var measures = try #require(cluster.allocator.measures)
        #expect(measures.agents == 2 && measures.frameworks == 1 && measures.roles == 2)
        #expect(measures.outstandingOffers == 2 && measures.filters == 0 && !measures.isPaused)
        let resources = try #require(cluster.allocator.resourceMeasures)
        #expect(resources.names.shown == ["cpus", "mem", "ports"] && !resources.names.hasRest)
        #expect(resources.names.isScalar == [true, true, false])
        #expect(resources.total == [6, 8, 0, 0])
        #expect(resources.offeredOrAllocated == [6, 8, 0, 0])

        try cluster.play(.recover("f", "x", [.cpus(4).allocated("a/b")], refuse: 60), .pause)
        measures = try #require(cluster.allocator.measures)
        #expect(measures.outstandingOffers == 2 && measures.filters == 1 && measures.isPaused)
        #expect(cluster.allocator.resourceMeasures?.offeredOrAllocated == [2, 8, 0, 0])
    }

    @Test
    func `names of resources beyond the bound are one sum`() throws {
        let cluster = try TestCluster()
        let count = MeasuredNames.maximumCount + 4
        for number in 0..<count {
            let resource = Resource.scalar(Name("r\(number)"), thousandths: 2000)
            try cluster.play(.agent(Name("x\(number)"), resource))
        }
        let resources = try #require(cluster.allocator.resourceMeasures)
        #expect(resources.names.shown.count == MeasuredNames.maximumCount && resources.names.hasRest)
        #expect(resources.total == Array(repeating: 2, count: MeasuredNames.maximumCount) + [8])
    }
}
