package import AllocatorClient
import AllocatorWire
import SwiftProtobuf

/// Reads a picture from the worker, page by page.
package struct PictureReader: Sendable {
    private let client: ControlClient
    private let cluster: String

    package init(_ client: ControlClient, cluster: String) {
        self.client = client
        self.cluster = cluster
    }

    /// - Parameter known: The agents of an earlier picture to reuse. Agents are most of the work, so they are not
    ///   queried if given.
    /// - Throws: The client's errors, or ``ClientFailure/refused(call:code:message:)`` if the worker has no such
    ///   cluster.
    package func picture(keeping known: [AgentRow]? = nil) async throws(ClientFailure) -> Picture {
        var picture = Picture()
        let cluster = try await state(.cluster, after: "").cluster
        picture.totals = Picture.Totals(cluster)
        let total = cluster.total
        picture.roles = try await rows(.roles, Picture.maximumRoles) { $0.roles.map { RoleRow($0, total: total) } }
        picture.frameworks = try await rows(.frameworks, Picture.maximumFrameworks) {
            $0.frameworks.map { FrameworkRow($0, total: total) }
        }
        if let known {
            picture.agents = known
        } else {
            picture.agents = try await rows(.agents, Picture.maximumAgents) { $0.agents.map(AgentRow.init) }
        }
        return picture
    }

    /// Reads the rows of all pages, up to a maximum. Different pages may be from different times.
    private func rows<Row>(
        _ view: WireStateQuery.View, _ limit: Int, _ rows: (WireState) -> [Row]
    ) async throws(ClientFailure) -> [Row] {
        var all: [Row] = []
        var after = ""
        repeat {
            let page = try await state(view, after: after)
            all += rows(page)
            // Without progress from page to page, the loop would not end.
            guard after.utf8.lexicographicallyPrecedes(page.last.utf8) else { break }
            after = page.last
        } while all.count < limit
        return Array(all.prefix(limit))
    }

    private func state(_ view: WireStateQuery.View, after: String) async throws(ClientFailure) -> WireState {
        let answer = try await client.ask(
            .state(
                .with {
                    $0.cluster = cluster
                    $0.view = view
                    $0.after = after
                }))
        switch answer.answer {
        case .state(let state): return state
        case .error(let error): throw .refused(call: "state", code: error.code, message: error.message)
        default: throw .unusableMessage("the worker's answer does not match the query for its state")
        }
    }
}
