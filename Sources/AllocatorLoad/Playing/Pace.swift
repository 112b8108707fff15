/// How the times of a workload become times of a run.
package enum Pace: Hashable, Sendable {
    /// So many seconds of the workload pass in each second; more than zero.
    case compressed(by: Double)
    /// Requests come so many times as densely; how long each runs stays as it is; more than zero.
    case denser(by: Double)
    /// Every request comes at once and is placed as soon as it fits. What it runs is compressed, by one factor for all, so
    /// that 95 of a hundred requests run for `longestRun` at most; the others, which would hold the end back, run for
    /// that long too. Nothing is stretched.
    case asFastAsTheyFit(longestRun: Duration)
}

/// When each request of a workload comes in a run, and how long it then takes, in whole nanoseconds: what clocks count.
struct RequestSchedule {
    let arrivals: [Duration]
    let runTimes: [Duration]

    init(_ requests: [Request], _ pace: Pace) {
        let arrivals: [Duration]
        let runTimes: [Duration]
        switch pace {
        case .compressed(let factor):
            arrivals = requests.map { $0.arrival / factor }
            runTimes = requests.map { $0.runTime / factor }
        case .denser(let factor):
            arrivals = requests.map { $0.arrival / factor }
            runTimes = requests.map(\.runTime)
        case .asFastAsTheyFit(let longest):
            arrivals = requests.map { _ in .zero }
            let sorted = requests.map(\.runTime).sorted()
            let usual = sorted.isEmpty ? .zero : sorted[(sorted.count - 1) * 95 / 100]
            let factor = max(1, usual / longest)
            runTimes = requests.map { min($0.runTime / factor, longest) }
        }
        self.arrivals = arrivals.map(\.wholeNanoseconds)
        self.runTimes = runTimes.map(\.wholeNanoseconds)
    }
}

extension Duration {
    /// The nearest whole number of nanoseconds.
    fileprivate var wholeNanoseconds: Duration {
        let (seconds, attoseconds) = components
        return .seconds(seconds) + .nanoseconds((attoseconds + 500_000_000) / 1_000_000_000)
    }
}
