/// The mapping of the times of a workload to the times of a run.
package enum Pace: Hashable, Sendable {
    /// This many seconds of the workload pass in each second. More than zero.
    case compressed(by: Double)
    /// Requests arrive this many times as fast; their run times stay the same. More than zero.
    case denser(by: Double)
    /// Every request arrives at once and is placed as soon as it fits. One factor compresses all run times, so that 95
    /// of a hundred requests run for at most `longestRun`. The others are cut to it, because they would delay the end.
    /// Nothing is stretched.
    case asFastAsTheyFit(longestRun: Duration)
}

/// The arrival and run time of each request in a run, in whole nanoseconds, which clocks count in.
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
    /// The duration rounded to whole nanoseconds.
    fileprivate var wholeNanoseconds: Duration {
        let (seconds, attoseconds) = components
        return .seconds(seconds) + .nanoseconds((attoseconds + 500_000_000) / 1_000_000_000)
    }
}
