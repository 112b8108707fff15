/// The unavailability of an agent, with the inverse offers to frameworks and their answers.
package struct Maintenance: Sendable {
    var unavailability: Unavailability
    /// The frameworks with an unanswered inverse offer. An entry outlives the framework's deactivation.
    var outstanding: Set<Name> = []
    /// The last answer of each framework. An answer outlives its framework.
    var statuses: [Name: InverseOfferStatus] = [:]

    package init(_ unavailability: Unavailability) { self.unavailability = unavailability }
}
