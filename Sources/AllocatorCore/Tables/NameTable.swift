/// Names and the small integers that stand for them. A name that a call was accepted with is never forgotten:
/// `AllocatorLimits.resourceNames` bounds their number.
package struct NameTable: Sendable {
    /// How many names are compared one by one before they are looked up: clusters have few, and it is those that come first.
    private static let comparedCount = 6

    package private(set) var names: [Name] = []
    private var numbers: [Name: Int] = [:]

    package init() {}

    package var count: Int { names.count }

    package subscript(number: Int) -> Name { names[number] }

    package func number(of name: Name) -> Int? {
        for number in 0..<min(Self.comparedCount, names.count) where names[number] == name { return number }
        return names.count > Self.comparedCount ? numbers[name] : nil
    }

    package mutating func intern(_ name: Name) -> Int {
        if let number = number(of: name) { return number }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }

    /// Forgets all names but the first `count`.
    ///
    /// - Complexity: linear in the names that are forgotten.
    package mutating func keepFirst(_ count: Int) {
        while names.count > count { numbers[names.removeLast()] = nil }
    }
}
