import AllocatorCore

/// The random choices of tests, drawn from the core's SplitMix64: the same seed gives the same choices on any machine.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var generator: Generator

    package init(seed: UInt64) { generator = Generator(seed: seed) }

    package mutating func next() -> UInt64 { generator.next() }

    /// One of `0..<count`, by a multiplication rather than the standard library's draw, whose method may change.
    package mutating func below(_ count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// nil if there is none.
    package mutating func pickAny<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : pick(elements)
    }

    /// The elements for which a draw of `percent` succeeds, in the order given.
    package mutating func some<Element>(of elements: [Element], percent: Int) -> [Element] {
        var chosen: [Element] = []
        for element in elements where chance(percent) { chosen.append(element) }
        return chosen
    }
}
