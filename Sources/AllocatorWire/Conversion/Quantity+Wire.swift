import AllocatorCore

extension Quantity {
    /// Reads the amount of a resource. Refuses negative amounts, and positive ones that round to zero.
    init(_ scalar: MesosValue.Scalar) throws(MalformedField) {
        guard scalar.hasValue else { throw .missing("value", "give the amount") }
        guard let quantity = Quantity(scalar.value) else {
            throw MalformedField("value", Self.problem(with: scalar.value))
        }
        self = quantity
    }

    /// Reads the value of an attribute. Attributes are not allocated, so negative values and rounding to zero are
    /// valid.
    init(ofAttribute scalar: MesosValue.Scalar) throws(MalformedField) {
        guard scalar.hasValue else { throw .missing("value", "give the attribute's value") }
        guard abs(scalar.value) <= Self.maximum.value else {
            throw MalformedField("value", Self.problem(with: scalar.value))
        }
        self.init(thousandths: Int64((scalar.value * 1000).rounded(.toNearestOrAwayFromZero)))
    }

    private static func problem(with value: Double) -> String {
        if value.isNaN { return "is not a number: give a finite one" }
        if abs(value) > maximum.value { return "is \(value), outside ±\(maximum.value): give a smaller magnitude" }
        if value < 0 { return "is \(value), below zero: give zero or more" }
        return "is \(value), which rounds to zero: give at least 0.001, or zero"
    }
}

/// Reads scalars by resource name.
func readQuantities(
    _ field: @autoclosure () -> String, of map: [String: MesosValue.Scalar]
) throws(MalformedField) -> [Name: Quantity] {
    try readEach(field(), of: map) { (scalar) throws(MalformedField) in try Quantity(scalar) }
}

extension ClosedRange<UInt64> {
    init(_ range: MesosValue.Range) throws(MalformedField) {
        guard range.hasBegin else { throw .missing("begin", "give the first number of the range") }
        guard range.hasEnd else { throw .missing("end", "give the last number of the range") }
        guard range.begin <= range.end else {
            throw MalformedField("begin", "is \(range.begin), after end, \(range.end): give begin <= end")
        }
        self = range.begin...range.end
    }
}

func readRanges(_ ranges: MesosValue.Ranges) throws(MalformedField) -> [ClosedRange<UInt64>] {
    try readEach("range", of: ranges.range) { (range) throws(MalformedField) in try ClosedRange(range) }
}
