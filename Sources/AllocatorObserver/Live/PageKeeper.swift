import AllocatorClient
import ServiceLifecycle

/// Updates the open pages once per second, and closes them at shutdown.
package struct PageKeeper: Service {
    private static let turn = Duration.seconds(1)
    /// The number of turns per query of the agents, which are most of the work for observer and worker.
    private static let turnsPerAgents = 2

    private let page: LivePage
    private let watch: WorkerWatch
    private let reader: PictureReader

    package init(page: LivePage, watch: WorkerWatch, reader: PictureReader) {
        self.page = page
        self.watch = watch
        self.reader = reader
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var turns = 0
            var agents: [AgentRow]?
            while !Task.isCancelled {
                page.pulse(at: .now)
                if page.viewers.count == 0 {
                    // The next first viewer needs a fresh picture.
                    agents = nil
                    page.forgetPicture()
                } else if watch.isWorkerAlive(at: .now) {
                    agents = await refresh(keeping: turns.isMultiple(of: Self.turnsPerAgents) ? nil : agents)
                    turns += 1
                }
                try? await Task.sleep(for: Self.turn)
            }
        }
        page.viewers.close()
    }

    /// Refreshes the picture. Returns the shown agents, or `nil` if there is no picture.
    private func refresh(keeping agents: [AgentRow]?) async -> [AgentRow]? {
        do {
            let picture = try await reader.picture(keeping: agents)
            page.show(picture)
            return picture.agents
        } catch .cancelled {
            return nil
        } catch {
            page.show(trouble: "\(error)")
            return nil
        }
    }
}
