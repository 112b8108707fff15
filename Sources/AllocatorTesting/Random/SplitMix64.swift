import AllocatorCore

/// The random number generator of tests, based on the core's SplitMix64. A seed gives the same choices on every
/// machine.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var generator: Generator

    package init(seed: UInt64) { generator = Generator(seed: seed) }

    package mutating func next() -> UInt64 { generator.next() }

    /// Draws a number in `0..<count` by multiplication. The standard library's method may change between versions.
    package mutating func below(_ count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Draws an element, or returns `nil` if there is none.
    package mutating func pickAny<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : pick(elements)
    }

    /// Selects each element with a probability of `percent`, in order.
    package mutating func some<Element>(of elements: [Element], percent: Int) -> [Element] {
        var chosen: [Element] = []
        for element in elements where chance(percent) { chosen.append(element) }
        return chosen
    }
}
