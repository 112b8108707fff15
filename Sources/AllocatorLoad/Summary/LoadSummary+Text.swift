import AllocatorClient

extension LoadSummary: CustomStringConvertible {
    /// The summary in lines of at most 80 columns. The worker's name and refusals may be longer.
    package var description: String { text(in: .unbounded) }

    /// The summary for a terminal or a file.
    package func text(in width: LineWidth) -> String {
        [title(in: width), requestLines, usageLines, latencyLines, trafficLines].joined(separator: "\n")
    }

    private func title(in width: LineWidth) -> String {
        let worker = width.fit(Columns.plain("Worker \(worker.name), version \(worker.version)"))
        return """
            \(worker)
            Load: \(Self.counted(machines, "machine")), \(Self.counted(requests, "request")), \
            \(Self.counted(frameworks, "framework")), \(Self.counted(roles, "role"))
            \(endingText) after \(Columns.fixed(elapsed / .seconds(1), 1)) s

            """
    }

    private var endingText: String {
        switch ending {
        case .done: "All requests done"
        case .stopped: "Stopped"
        case .timeIsOver: "Time over"
        case .failed: "Failed"
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
            Columns.padded(Columns.plain(usage.resource.name), 12) + Self.right(usage.total, usage.resource)
                + Self.right(usage.peak, usage.resource) + Self.percent(usage.peak, usage.total)
                + Self.right(usage.mean, usage.resource)
                + Self.percent(usage.mean, usage.total)
        }
        let header =
            Columns.padded("in use", 12) + Columns.leftPadded("total", 15) + Columns.leftPadded("peak", 15)
            + "       " + Columns.leftPadded("mean", 15)
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
            "events sent       \(Self.right(Int(traffic.eventsSent))) in \(Self.batches(Int(traffic.batchesSent)))",
            "offers received   \(Self.right(offers)) in \(Self.batches(traffic.offerBatches))",
            "publications lost \(Self.right(Int(traffic.publicationsLost)))",
            "calls refused     \(Self.right(refusals.count))",
        ]
        if traffic.publicationsUnreadable > 0 {
            lines.append("unreadable        \(Self.right(Int(traffic.publicationsUnreadable)))")
        }
        if let fault { lines.append(Columns.plain("fault: \(fault)")) }
        lines += refusals.first.map { Columns.plain("  \($0)") }
        return lines.joined(separator: "\n")
    }
}

// MARK: - Columns

extension LoadSummary {
    private static func row(_ latency: Latency) -> String {
        let values = [latency.percentile(50), latency.percentile(99)].map { value in
            Columns.leftPadded(value.map { Columns.fixed($0 / .milliseconds(1), 1) } ?? "–", 11)
        }
        return Columns.leftPadded(Columns.count(latency.count), 10) + values.joined()
    }

    private static func percent(_ part: Double, _ whole: Double) -> String {
        Columns.leftPadded(whole > 0 ? "\(Int((part / whole * 100).rounded())) %" : "–", 7)
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(Columns.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func batches(_ count: Int) -> String {
        "\(Columns.count(count)) \(count == 1 ? "batch" : "batches")"
    }

    private static func right(_ number: Int) -> String { Columns.leftPadded(Columns.count(number), 12) }

    private static func right(_ amount: Double, _ resource: ScalarResource) -> String {
        let (scaled, unit) = ResourceWords.scaled(amount, of: resource.name)
        return Columns.leftPadded(unit.map { "\(Columns.fixed(scaled, 1)) \($0)" } ?? Columns.fixed(scaled, 0), 15)
    }
}
