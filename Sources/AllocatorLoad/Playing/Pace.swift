/// The mapping from the times of a workload to those of a run.
package enum Pace: Hashable, Sendable {
    /// Divides all times by a positive factor.
    case compressed(by: Double)
    /// Divides the times of arrival by a positive factor. Run times stay unchanged.
    case denser(by: Double)
    /// All requests arrive at once, and each is placed as soon as it fits. One factor compresses all run times, so that
    /// 95 % of the requests run for at most `longestRun`. The others are shortened to it, because they would delay the
    /// end. No run time is stretched.
    case asFastAsTheyFit(longestRun: Duration)
}

/// The arrival and run time of each request in a run. All are whole nanoseconds, the resolution of clocks.
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
    /// The duration, rounded to whole nanoseconds.
    fileprivate var wholeNanoseconds: Duration {
        let (seconds, attoseconds) = components
        return .seconds(seconds) + .nanoseconds((attoseconds + 500_000_000) / 1_000_000_000)
    }
}
