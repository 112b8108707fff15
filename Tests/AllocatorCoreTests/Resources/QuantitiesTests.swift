import AllocatorCore
import AllocatorTesting
import Testing

@Suite("Quantities and limits by name")
struct QuantitiesTests {
    private static let names: [Name] = ["cpus", "mem", "disk", "gpus", "fpgas", "licences"]

    private static func amounts(_ random: inout Seeded) -> [Name: Int64] {
        names.reduce(into: [:]) { amounts, name in
            if Bool.random(using: &random) { amounts[name] = Int64.random(in: 0...3, using: &random) }
        }
    }

    private static func reference(_ amounts: [Name: Int64]) -> ReferenceQuantities {
        ReferenceQuantities(amounts.mapValues { Quantity(thousandths: $0) })
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `quantities add up and subtract down to zero, which equals absence`(seed: UInt64) {
        var random = Seeded(seed)
        var kinds = Kinds()
        let (one, other) = (Self.amounts(&random), Self.amounts(&random))
        let (left, right) = (kinds.quantities(one), kinds.quantities(other))
        let (modelLeft, modelRight) = (Self.reference(one), Self.reference(other))
        func agrees(_ quantities: Quantities, _ model: ReferenceQuantities) -> Bool {
            Self.names.allSatisfy { name in
                let number = kinds.table.names.number(of: name)
                return (number.map { quantities[$0] } ?? 0) == model[name].thousandths
            } && quantities.isEmpty == model.isEmpty
        }
        #expect(agrees(left + right, modelLeft + modelRight))
        #expect(agrees(left.subtractingClamped(right), modelLeft - modelRight))
        #expect((left == right) == (modelLeft == modelRight))
        var sum = left + right
        sum -= right
        #expect(sum == left, "what was added can be taken away")
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `an absent limit stays absent, and a present one never falls below zero`(seed: UInt64) {
        var random = Seeded(seed)
        var kinds = Kinds()
        let (limited, used) = (Self.amounts(&random), Self.amounts(&random))
        let rest = kinds.limits(limited).subtractingClamped(kinds.quantities(used))
        for name in Self.names {
            let expected = limited[name].map { max(0, $0 - (used[name] ?? 0)) }
            #expect(kinds.table.names.number(of: name).flatMap { rest[$0] } == expected)
        }
        #expect(rest.isEmpty == limited.isEmpty, "a limit of zero is a limit")
    }

    @Test
    func `a limit is removed by nil and not by zero`() {
        var limits = QuantityLimits()
        limits[3] = 0
        #expect(!limits.isEmpty)
        #expect(limits[3] == 0)
        #expect(limits[2] == nil)
        limits[3] = nil
        #expect(limits.isEmpty)
        #expect(limits == QuantityLimits())
    }

    @Test
    func `sums saturate at 2⁵⁸ thousandths`() {
        var half = Quantities()
        half[0] = 1 << 57
        #expect(half.canAdd(half))
        var more = half
        more[0] += 1
        #expect(!half.canAdd(more))
        var most = Quantities()
        most[0] = .max
        #expect(!most.canAdd(most), "also where the sum itself would overflow")
    }
}
