package import AllocatorCore

/// The reason why a simulation cannot be performed.
package enum SimulationFailure: Error, Hashable, Sendable {
    /// The allocator refused a call.
    case refused(Refusal)
    /// The simulation would exceed the maximum number of allocation runs.
    case tooLong(seconds: Double, longest: Double)
    case tooManyRoles(Int)
    case unknownRole(policy: String, role: String, known: [String])
}

extension SimulationFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let refusal): "the allocator refused a call: \(refusal.message)"
        case .tooLong(let seconds, let longest):
            "the requests take until second \(Int(seconds)), but with this allocation interval a simulation lasts at "
                + "most \(Int(longest)) seconds; end it earlier with --duration, or give the policy a longer "
                + "allocation_interval"
        case .tooManyRoles(let count):
            "the requests have \(count) roles, but a simulation compares at most \(Simulation.maximumRoles); "
                + "merge some values of qos"
        case .unknownRole(let policy, let role, let known):
            "\(policy) gives a weight to role '\(role)', which no request has; use one of "
                + known.prefix(10).joined(separator: ", ") + ", or leave it out"
        }
    }
}
