package import AllocatorClient
package import AllocatorLoad
import AllocatorWire

/// The text form of a publication: one line, or a short block.
package struct PublicationText {
    /// The number of agents of an offer that are shown individually.
    package static let shownAgents = 3

    private let received: ReceivedPublication
    private let width: LineWidth

    package init(_ received: ReceivedPublication, in width: LineWidth) {
        self.received = received
        self.width = width
    }

    package func lines(coloured: Bool) -> [String] {
        let (head, block) = content
        let whole = "\(time) \(Columns.padded(kind, 8)) \(Columns.plain(head))"
        let line = isOfFault ? whole : width.fit(whole)
        let rest = block.map { width.fit("    \(Columns.plain($0))") }
        guard coloured, let colour else { return [line] + rest }
        // Colours are added after the line is cut, so that the reset sequence is always present.
        let start = line.index(line.startIndex, offsetBy: min(time.count + 1, line.count))
        let end = line.index(start, offsetBy: min(kind.count, line.count - time.count - 1))
        return ["\(line[..<start])\(colour.text(line[start..<end]))\(line[end...])"] + rest
    }

    /// The time of day in UTC, or the elapsed time of a virtual clock.
    private var time: String {
        let nanoseconds = received.publication.timeNs
        // A time within the first year of Unix time must come from a virtual clock.
        guard nanoseconds >= 31_536_000_000_000_000 else {
            return Columns.leftPadded("\(Columns.fixed(Double(nanoseconds) / 1e9, 3)) s", 12)
        }
        let milliseconds = nanoseconds / 1_000_000 % 86_400_000
        let parts = [milliseconds / 3_600_000, milliseconds / 60_000 % 60, milliseconds / 1_000 % 60]
        let clock = parts.map { Self.digits($0, 2) }.joined(separator: ":")
        return "\(clock).\(Self.digits(milliseconds % 1_000, 3))"
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private var kind: String {
        switch received.topic.kind {
        case .offers: "offer"
        case .inverseOffers: "inverse"
        case .rescinds: "rescind"
        case .replies: "reply"
        case .acks: "ack"
        case .runs: "run"
        case .events: "event"
        case .rejects: "reject"
        case .heartbeat: "alive"
        case .metrics: "metrics"
        }
    }

    /// Whether it reports a refusal or a reject. Its reason is not cut.
    private var isOfFault: Bool {
        switch received.publication.body {
        case .reject: return true
        case .reply(let reply):
            if case .error = reply.result { return true }
            return false
        default: return false
        }
    }

    private var colour: TerminalColour? {
        switch received.publication.body {
        case .offers: .green
        case .inverseOffers, .rescinds: .yellow
        case .run: .cyan
        case .reject: .red
        case .reply(let reply):
            if case .error = reply.result { .red } else { nil }
        case .ack, .heartbeat, .event, .metrics, nil: nil
        }
    }

    /// The cluster and the master of the topic, as far as it has them.
    private var address: String {
        switch received.topic {
        case .offers(let cluster, let master, _), .inverseOffers(let cluster, let master, _),
            .rescinds(let cluster, let master, _), .replies(let cluster, let master), .acks(let cluster, let master):
            "\(cluster)/\(master)"
        case .runs(let cluster), .events(let cluster): cluster
        case .rejects, .heartbeat, .metrics: ""
        }
    }

    private var content: (head: String, block: [String]) {
        switch received.publication.body {
        case .offers(let batch):
            (Self.offersHead(batch.roles, "\(address) to \(batch.frameworkID)"), Self.block(batch.roles))
        case .rescinds(let batch):
            (Self.offersHead(batch.roles, "\(address) rescinds from \(batch.frameworkID)"), Self.block(batch.roles))
        case .inverseOffers(let batch): (inverseHead(batch), [])
        case .reply(let reply): ("\(address) \(Self.text(reply))", [])
        case .ack(let ack): ("\(address) up to \(ack.sequence) of epoch \(ack.epoch)\(Self.resend(ack))", [])
        case .run(let run): ("\(address) \(Self.text(run))", [])
        case .event(let event): ("\(address)/\(event.master) \(Self.text(event))", [])
        case .reject(let reject): ("\(reject.size) bytes: \(reject.reason)", [])
        case .heartbeat(let heartbeat): (Self.text(heartbeat), [])
        case .metrics(let metrics): (Self.text(metrics), [])
        case nil: ("\(address) a publication of a kind that this version does not know", [])
        }
    }
}

// MARK: - Bodies

extension PublicationText {
    private static func offersHead(_ roles: [WireOfferBatch.RoleOffers], _ what: String) -> String {
        let agents = Set(roles.flatMap(\.agents).map(\.agentID)).count
        return "\(what) on \(count(agents, "agent"))"
    }

    private static func block(_ roles: [WireOfferBatch.RoleOffers]) -> [String] {
        let agents = roles.flatMap { role in role.agents.map { (role.role, $0) } }
        let lines = agents.prefix(shownAgents).map { role, agent in
            "\(role): \(agent.agentID) \(text(agent.resources))"
        }
        let hidden = agents.count - lines.count
        return lines + (hidden > 0 ? ["… and \(Columns.count(hidden)) more"] : [])
    }

    private func inverseHead(_ batch: WireInverseOfferBatch) -> String {
        let agents = batch.agents.map(\.agentID).joined(separator: " ")
        return "\(address) asks \(batch.frameworkID) to leave \(agents)"
    }

    private static func text(_ resource: MesosResource) -> String {
        let marks = [
            resource.reservations.last.map { "(\($0.role))" },
            resource.hasRevocable ? "(revocable)" : nil,
            resource.hasShared ? "(shared)" : nil,
        ]
        return "\(resource.name)\(marks.compactMap(\.self).joined()):\(amount(of: resource))"
    }

    private static func amount(of resource: MesosResource) -> String {
        switch resource.type {
        case .scalar:
            return ResourceWords.amount(resource.scalar.value, of: resource.name)
        case .ranges: return "[\(resource.ranges.range.map { "\($0.begin)-\($0.end)" }.joined(separator: ","))]"
        case .set: return "{\(resource.set.item.joined(separator: ","))}"
        default: return "?"
        }
    }

    /// Uses and declines of offers in words, other calls by their names.
    private static func text(_ event: WireEvent) -> String {
        switch event.call {
        case .transitionOfferedToAllocated(let call):
            let framework = call.frameworkID.isEmpty ? "" : "\(call.frameworkID) "
            return "\(framework)uses \(text(call.resources)) on \(call.agentID)"
        case .recoverResources(let call):
            let verb = call.isAllocated ? "frees" : "declines"
            return "\(call.frameworkID) \(verb) \(text(call.resources)) on \(call.agentID)"
        default:
            return event.callName
        }
    }

    private static func text(_ resources: [MesosResource]) -> String {
        resources.map(text).joined(separator: ", ")
    }

    private static func text(_ reply: WireReply) -> String {
        let call = reply.call.isEmpty ? "(no call)" : reply.call
        return switch reply.result {
        case .error(let error): "\(call): \(error.code): \(error.message)"
        case .inverseOfferStatuses(let statuses): "\(call): \(count(statuses.agents.count, "agent"))"
        case .ok, nil: "\(call): ok"
        }
    }

    private static func text(_ run: WireRun) -> String {
        let inverse = run.inverseOffers > 0 ? ", \(count(Int(run.inverseOffers), "inverse offer"))" : ""
        return "#\(run.number): \(count(Int(run.agents), "agent")), \(count(Int(run.offers), "offer"))\(inverse) to "
            + "\(count(Int(run.frameworks), "framework")) in \(Columns.fixed(Double(run.durationNs) / 1e6, 2)) ms"
    }

    private static func text(_ heartbeat: WireHeartbeat) -> String {
        "\(heartbeat.worker) up \(Columns.count(Int(heartbeat.uptimeNs / 1_000_000_000))) s, "
            + "\(count(Int(heartbeat.clusters), "cluster")), "
            + "\(count(Int(clamping: heartbeat.events), "event")) so far"
    }

    /// The number of metrics only. `--json` prints their values.
    private static func text(_ metrics: WireMetrics) -> String {
        let series = metrics.families.reduce(0) { $0 + $1.series.count }
        return "\(count(metrics.families.count, "metric")) in \(Columns.count(series)) series"
    }

    private static func resend(_ ack: WireAck) -> String {
        ack.resendFrom > 0 ? ", missing from \(ack.resendFrom)" : ""
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(Columns.count(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}
