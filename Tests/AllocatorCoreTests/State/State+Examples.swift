import AllocatorCore
import Testing

extension AllocatorState {
    /// A state with something of everything: two frameworks of one role and one of a role below, an unknown framework,
    /// filters, maintenance, a quota and a weight.
    static func example() throws -> AllocatorState {
        let cluster = try TestCluster()
        try cluster.play(
            .weight("w", 2), .quota("q", guarantees: ["cpus": 1], limits: ["mem": 0]),
            .updateWhitelist(["a", "b"]),
            .framework("f", "r", "s/t", capabilities: [.sharedResources, .reservationRefinement]),
            .framework("g", "s"))
        try cluster.play(
            .agent("a", .cpus(4), .ports(1...9), .zones("x", "y"), .disk(3).reserved("r").volume("v").shared()),
            .agent("b", .cpus(2), used: ["x": [Resource.cpus(1).allocated("r")]]))
        try cluster.play(
            .recover("f", "a", [.ports(1...9).allocated("r")], refuse: 30),
            .updateUnavailability(agent: "a", Unavailability(start: 1)),
            .updateInverseOffer(
                InverseOfferResponse(
                    agent: "a", framework: "f", filters: RefusalFilters(refuseSeconds: 30))), .seconds(1),
            .deactivateAgent("b"), .seconds(1))
        return cluster.allocator.state
    }
}

extension Allocator {
    /// Why it cannot be made of `state`; nil where it can.
    static func mismatch(restoring state: AllocatorState, limits: AllocatorLimits = AllocatorLimits()) -> String? {
        do throws(StateMismatch) {
            _ = try Allocator(restoring: state, clock: .virtual, limits: limits)
            return nil
        } catch {
            return error.problem
        }
    }
}
