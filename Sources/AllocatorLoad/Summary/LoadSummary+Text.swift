extension LoadSummary: CustomStringConvertible {
    /// For people: lines of at most 80 columns.
    package var description: String {
        [title, requestLines, usageLines, latencyLines, trafficLines].joined(separator: "\n")
    }

    private var title: String {
        """
        Load: \(Self.count(machines)) machines, \(Self.count(requests)) requests, \
        \(Self.count(frameworks)) frameworks, \(Self.count(roles)) roles
        \(endingText) after \(Self.fixed(elapsed.inSeconds, 1)) s

        """
    }

    private var endingText: String {
        switch ending {
        case .done: "All requests done"
        case .stopped: "Stopped"
        case .timeIsOver: "Time over"
        case .workerSilent: "The worker fell silent: see its log"
        }
    }

    private var requestLines: String {
        """
        requests                        \(Self.right(requests))
          placed                        \(Self.right(placed))
            finished                    \(Self.right(counts[.finished]))
            still running at the end    \(Self.right(counts[.running]))
          not placed                    \(Self.right(requests - placed))
            no machine of their model   \(Self.right(counts[.impossible(.noMachineOfModel)]))
            larger than any machine     \(Self.right(counts[.impossible(.largerThanAnyMachine)]))
            never fitted before the end \(Self.right(counts[.waiting]))
            not yet come at the end     \(Self.right(counts[.expected]))

        """
    }

    private var usageLines: String {
        let rows = usage.map { usage in
            Self.padded(usage.resource.rawValue, 12) + Self.right(usage.total, 16) + Self.right(usage.peak, 16)
                + Self.percent(usage.peak, usage.total) + Self.right(usage.mean, 16)
                + Self.percent(usage.mean, usage.total)
        }
        let header =
            Self.padded("in use", 12) + Self.leftPadded("total", 16) + Self.leftPadded("peak", 16)
            + "       " + Self.leftPadded("mean", 16)
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    private var latencyLines: String {
        """
        event to offer, ms                  count        p50        p99
          asked to first offer   \(Self.row(askedToOffered))
          freed to offered again \(Self.row(freedToOffered))
          (asked: a framework was added or revived, which starts a run at once;
           freed: something ended where others wait, for which the allocator
           has until its next interval)

        """
    }

    private var trafficLines: String {
        var lines = [
            "events sent       \(Self.right(Int(traffic.eventsSent))) in \(Self.count(Int(traffic.batchesSent))) batches",
            "offers received   \(Self.right(offers)) in \(Self.count(traffic.offerBatches)) batches",
            "publications lost \(Self.right(Int(traffic.publicationsLost)))",
            "calls refused     \(Self.right(refusals.count))",
        ]
        if traffic.publicationsUnreadable > 0 {
            lines.append("unreadable        \(Self.right(Int(traffic.publicationsUnreadable)))")
        }
        lines += refusals.first.map { Self.cut("  \($0)") }
        return lines.joined(separator: "\n")
    }
}

// MARK: - Columns

extension LoadSummary {
    private static let width = 80

    private static func row(_ latency: Latency) -> String {
        let values = [latency.percentile(50), latency.percentile(99)].map { value in
            leftPadded(value.map { fixed($0.inSeconds * 1000, 1) } ?? "–", 11)
        }
        return leftPadded(count(latency.count), 16) + values.joined()
    }

    private static func percent(_ part: Double, _ whole: Double) -> String {
        leftPadded(whole > 0 ? "\(Int((part / whole * 100).rounded())) %" : "–", 7)
    }

    private static func right(_ number: Int) -> String { leftPadded(count(number), 12) }

    private static func right(_ number: Double, _ width: Int) -> String {
        leftPadded(count(Int(number.rounded())), width)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func leftPadded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// What the worker wrote, on one line and without the power to control a terminal.
    private static func cut(_ text: String) -> String {
        let plain = String(text.map { $0.isNewline || $0.unicodeScalars.contains(where: isControl) ? " " : $0 })
        return plain.count > width ? plain.prefix(width - 1) + "…" : plain
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    /// With a comma between thousands.
    static func count(_ number: Int) -> String {
        var groups: [Substring] = []
        var digits = String(number.magnitude)[...]
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        groups.insert(digits, at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// With so many decimals.
    static func fixed(_ number: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int((number.magnitude * scale).rounded())
        let fraction = String(scaled % Int(scale))
        let zeroes = String(repeating: "0", count: decimals - fraction.count)
        return (number < 0 ? "-" : "") + count(scaled / Int(scale)) + "." + zeroes + fraction
    }
}
