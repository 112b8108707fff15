/// How much of a cluster is in use, over time.
package struct Utilisation: Sendable {
    package let total: Amounts
    package private(set) var used = Amounts.zero
    package private(set) var peak = Amounts.zero
    private var now = Duration.zero
    /// Thousandths × seconds, in the order of `ScalarResource.allCases`.
    private var integrals = [Double](repeating: 0, count: ScalarResource.allCases.count)

    init(total: Amounts) {
        self.total = total
    }

    mutating func advance(to now: Duration) {
        let seconds = (now - self.now).inSeconds
        guard seconds > 0 else { return }
        for (place, resource) in ScalarResource.allCases.enumerated() {
            integrals[place] += Double(used[resource]) * seconds
        }
        self.now = now
    }

    mutating func add(_ amounts: Amounts) {
        used += amounts
        for resource in ScalarResource.allCases {
            peak[resource] = max(peak[resource], used[resource])
        }
    }

    mutating func remove(_ amounts: Amounts) {
        used -= amounts
    }

    /// Thousandths in use on average, from the beginning until the last `advance`; zero before any time has passed.
    package func mean(_ resource: ScalarResource) -> Double {
        let seconds = now.inSeconds
        let place = ScalarResource.allCases.firstIndex(of: resource) ?? 0
        return seconds > 0 ? integrals[place] / seconds : 0
    }
}
