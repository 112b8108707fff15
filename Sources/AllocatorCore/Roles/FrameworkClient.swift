/// A framework as a client of a role's fair order, with the records of allocation runs about it.
package struct FrameworkClient: Hashable, Sendable {
    package let framework: FrameworkSlot
    /// The value of the change counter when the framework last became able to take more in the role.
    package var lastChanged: UInt64
    package var frameworkClass: FrameworkClass

    package init(_ framework: FrameworkSlot, lastChanged: UInt64 = 0, frameworkClass: FrameworkClass = .unique) {
        self.framework = framework
        self.lastChanged = lastChanged
        self.frameworkClass = frameworkClass
    }
}

/// A class of frameworks that can be offered the same resources of an agent in a role, apart from their filters.
///
/// The frameworks of a class have the same relevant capabilities, and neither minimums nor constraints of their own in
/// the role.
package struct FrameworkClass: Hashable, Sendable {
    /// The class of a framework that shares its offers with no other framework.
    package static let unique = FrameworkClass(number: .max)

    private let number: UInt8

    package init(number: UInt8) { self.number = number }
}
