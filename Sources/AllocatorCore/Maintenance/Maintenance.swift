/// An agent's unavailability and what frameworks were asked and answered about it.
package struct Maintenance: Sendable {
    var unavailability: Unavailability
    /// The frameworks that have been asked and have not answered. An entry outlives the framework's deactivation.
    var outstanding: Set<Name> = []
    /// The last answers. One outlives its framework.
    var statuses: [Name: InverseOfferStatus] = [:]

    package init(_ unavailability: Unavailability) { self.unavailability = unavailability }
}
