/// Names and the small integers that stand for them. Names are never forgotten: `AllocatorLimits.resourceNames` bounds
/// their number.
package struct NameTable: Sendable {
    package private(set) var names: [Name] = []
    private var numbers: [Name: Int] = [:]

    package init() {}

    package var count: Int { names.count }

    package subscript(number: Int) -> Name { names[number] }

    package func number(of name: Name) -> Int? { numbers[name] }

    package mutating func intern(_ name: Name) -> Int {
        if let number = numbers[name] { return number }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }
}
