import AllocatorWire
import ArgumentParser

/// Shows what a cluster is like now.
struct State: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show a cluster, its agents, frameworks or roles.",
        usage: "quartermaster state [<view>] [<id>] [<options>]",
        discussion: """
            The cluster as a whole, or the view that is named: agents with what is left of them, frameworks with what they \
            hold and where they stand in their roles, roles with shares, quotas and what is consumed of them. A share is the \
            dominant one: the greatest part of the cluster's total of any resource, not divided by the weight. The order goes by \
            share/weight.
            """)

    enum View: String, ExpressibleByArgument, CaseIterable {
        case cluster, agents, frameworks, roles
    }

    @Argument(help: "cluster, agents, frameworks or roles.")
    var view = View.cluster

    @Argument(help: "Only the agent, framework or role of this id or path.")
    var id: String?

    @Option(help: .init("Only what holds something in this role or below it.", valueName: "path"))
    var role: String?

    @OptionGroup var inspection: InspectionOptions

    func validate() throws {
        guard view != .cluster || id == nil && role == nil else {
            throw ValidationError("the cluster as a whole is one: name agents, frameworks or roles to select from")
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
    /// As JSON, on one line.
    func text(_ message: Message) throws -> String {
        String(decoding: try encode(message, as: .json), as: UTF8.self)
    }
}
