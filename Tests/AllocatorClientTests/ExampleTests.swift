import AllocatorClient
import AllocatorWire
import Foundation
import Testing
import ZeroMQ

/// The examples of the documentation, word by word except for the endpoints.
@Suite("The examples of the documentation", .timeLimit(.minutes(1)))
struct ExampleTests {
    @Test func `a master uses an offer`() async throws {
        try await TestWorker().serve { endpoints in
            // begin WritingAMaster
            let master = try MasterClient(to: endpoints, master: "example")

            // A cluster is initialized once. The same call again, by another master or after a restart, does no harm.
            var options = WireInitialize()
            // Offers hold at least cpus 0.01 or mem 32, as Mesos's master has it.
            options.minAllocatableResources = .mesosDefault
            try await master.call(.initialize(options)).get()

            var cpus = MesosResource()
            cpus.name = "cpus"
            cpus.type = .scalar
            cpus.scalar.value = 8

            var machine = WireAddAgent()
            machine.agent.id.value = "machine-1"
            machine.agent.hostname = "machine-1.example.org"
            machine.total.resources = [cpus]
            var multiRole = MesosAgentInfo.Capability()
            multiRole.type = .multiRole
            machine.capabilities = [multiRole]

            var framework = WireAddFramework()
            framework.framework.id.value = "batch-jobs"
            framework.framework.name = "Batch jobs"
            framework.framework.user = "batch"
            framework.framework.roles = ["batch"]
            var severalRoles = MesosFrameworkInfo.Capability()
            severalRoles.type = .multiRole
            framework.framework.capabilities = [severalRoles]

            // One batch: both are applied before the allocator looks for offers.
            try await master.send([.addAgent(machine), .addFramework(framework)])

            for try await update in master.offers {
                guard case .offered(let batch) = update else { continue }
                for role in batch.roles {
                    for agent in role.agents {
                        var used = WireTransitionOfferedToAllocated()
                        used.frameworkID = batch.frameworkID
                        used.agentID = agent.agentID
                        used.resources = agent.resources
                        try await master.send([.transitionOfferedToAllocated(used)])
                    }
                }
                break
            }

            try await master.flush()
            await master.close()
            // end WritingAMaster
            #expect(master.lastSequence == 4)
            #expect(master.statistics.callsRefused == 0)
        }
    }

    @Test func `an observer prints runs`() async throws {
        try await TestWorker().serve { endpoints in
            let master = try MasterClient(to: endpoints, master: "example")
            try await master.call(.initialize(WireInitialize())).get()
            // begin Observing
            let observer = try ObserverClient(
                of: endpoints.publications.address,
                prefixes: ["default/runs/"],
                repairingFrom: endpoints.control.address)

            for try await received in observer.publications {
                guard case .run(let run) = received.publication.body else { continue }
                print("run \(run.number): \(run.offers) offers on \(run.agents) agents")
                break
            }
            // end Observing
        }
    }

    @Test(arguments: ["WritingAMaster", "Observing"])
    func `the page shows what is tested here`(page: String) throws {
        let here = URL(filePath: #filePath)
        let article = here.deletingLastPathComponent()
            .appending(path: "../../Sources/AllocatorClient/AllocatorClient.docc/\(page).md")
        let shown = try lines(of: article, from: "```swift", to: "```").filter { !$0.hasPrefix("import ") }
        let tested = try lines(of: here, from: "// begin \(page)", to: "// end \(page)")
        #expect(
            shown.map(withoutEndpoints)
                == tested.filter { $0 != "break" || page == "WritingAMaster" }.map(withoutEndpoints))
    }

    private func lines(of file: URL, from start: String, to end: String) throws -> [String] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        return Array(lines.drop { $0 != start }.dropFirst().prefix { $0 != end })
    }

    private func withoutEndpoints(_ line: String) -> String {
        line.replacing("WorkerEndpoints.defaultPublications", with: "endpoints.publications.address")
            .replacing("WorkerEndpoints.defaultControl", with: "endpoints.control.address")
            .replacing("WorkerEndpoints()", with: "endpoints")
    }
}
