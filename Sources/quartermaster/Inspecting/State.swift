import AllocatorWire
import ArgumentParser

/// Shows the current state of a cluster.
struct State: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show a cluster, its agents, frameworks or roles.",
        usage: "quartermaster state [<view>] [<id>] [<options>]",
        discussion: """
            Without a view it shows totals of the cluster. The views are: agents with their available resources; \
            frameworks with their allocations and their place in the fair order of each role; roles with shares, \
            quotas and consumed quota. A share is the dominant share, the greatest part of the cluster's total of any \
            resource, not divided by the weight. The fair order is by share/weight.
            """)

    enum View: String, ExpressibleByArgument, CaseIterable {
        case cluster, agents, frameworks, roles
    }

    @Argument(help: "The view: cluster, agents, frameworks or roles.")
    var view = View.cluster

    @Argument(help: "Only the agent, framework or role of this id or path.")
    var id: String?

    @Option(help: .init("Only agents and frameworks with allocations in this role or below it.", valueName: "path"))
    var role: String?

    @OptionGroup var inspection: InspectionOptions

    func validate() throws {
        guard view != .cluster || id == nil && role == nil else {
            throw ValidationError("--role and <id> select from a view: name agents, frameworks or roles")
        }
    }

    func run() throws {
        let view: WireStateQuery.View =
            switch view {
            case .cluster: .cluster
            case .agents: .agents
            case .frameworks: .frameworks
            case .roles: .roles
            }
        try inspection.answer { questions in
            try questions.state(view, id: id ?? "", role: role ?? "")
        } json: { state in
            try FrameEncoder().text(state)
        } text: { state in
            StateText(state, in: Terminal.width).lines(view)
        }
    }
}

extension FrameEncoder {
    /// The message as JSON on one line.
    func text(_ message: Message) throws -> String {
        String(decoding: try encode(message, as: .json), as: UTF8.self)
    }
}
