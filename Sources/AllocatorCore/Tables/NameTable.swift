/// Interned names, each with a small integer as its number.
///
/// Names of accepted calls stay in the table. `AllocatorLimits.resourceNames` bounds their number.
package struct NameTable: Sendable {
    /// The number of names that a linear search tries before the hash table. Most clusters have only a few common
    /// names.
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

    /// Removes all names except the first `count`.
    ///
    /// - Complexity: Linear in the number of removed names.
    package mutating func keepFirst(_ count: Int) {
        while names.count > count { numbers[names.removeLast()] = nil }
    }
}
