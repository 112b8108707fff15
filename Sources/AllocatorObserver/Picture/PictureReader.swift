package import AllocatorClient
import AllocatorWire
import SwiftProtobuf

/// Asks the worker for all that a picture shows, a page of each answer after the other.
package struct PictureReader: Sendable {
    private let client: ControlClient
    private let cluster: String

    package init(_ client: ControlClient, cluster: String) {
        self.client = client
        self.cluster = cluster
    }

    /// - Parameter known: The agents of an earlier picture, which are most of the work; if given, they are not asked
    ///   for.
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

    /// The rows of all pages, up to a bound. Rows of different pages may be from different times.
    private func rows<Row>(
        _ view: WireStateQuery.View, _ limit: Int, _ rows: (WireState) -> [Row]
    ) async throws(ClientFailure) -> [Row] {
        var all: [Row] = []
        var after = ""
        repeat {
            let page = try await state(view, after: after)
            all += rows(page)
            // A page that does not go on where the last one ended would be asked for without end.
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
        default: throw .unusableMessage("the worker's answer does not fit the question for its state")
        }
    }
}
