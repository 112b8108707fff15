/// Names and the small integers that stand for them. Names are never forgotten: `AllocatorLimits.resourceNames` bounds
/// their number.
struct NameTable: Sendable {
    private(set) var names: [Name] = []
    private var numbers: [Name: Int] = [:]

    var count: Int { names.count }

    subscript(number: Int) -> Name { names[number] }

    func number(of name: Name) -> Int? { numbers[name] }

    mutating func intern(_ name: Name) -> Int {
        if let number = numbers[name] { return number }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }
}
