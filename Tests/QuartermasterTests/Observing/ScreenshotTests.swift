import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

private let screenshotFolder = ProcessInfo.processInfo.environment["QUARTERMASTER_SCREENSHOTS"].map {
    URL(filePath: $0)
}

/// Takes pictures of the page of a busy cluster for the README, if QUARTERMASTER_SCREENSHOTS names a folder.
///
/// QUARTERMASTER_SCREENSHOT_LOAD may contain arguments of `quartermaster load`, instead of a synthetic workload.
@Suite(
    "Screenshots", .serialized, .timeLimit(.minutes(10)),
    .enabled(if: Browser.isInstalled && screenshotFolder != nil, "makes pictures where it is told to"))
struct ScreenshotTests {
    private static let load =
        ProcessInfo.processInfo.environment["QUARTERMASTER_SCREENSHOT_LOAD"]?.split(separator: " ").map(String.init)
        ?? ["--agents", "600", "--frameworks", "30", "--request-count", "20000"]

    /// How long the cluster works before it is shown, so that the plots have something to show.
    private static let warmUp = Duration.seconds(45)

    private static let views: [(name: String, width: Int, colours: String)] = [
        ("light-wide", 1280, "light"), ("dark-wide", 1280, "dark"), ("light-phone", 390, "light"),
        ("dark-phone", 390, "dark"),
    ]

    @Test func `pictures are made, light and dark, wide and of a phone`() async throws {
        let folder = try #require(screenshotFolder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let load = try await RunningCommand(
            [
                "load", "--events", worker.endpoints.events.address, "--publications",
                worker.endpoints.publications.address, "--control", worker.endpoints.control.address,
            ] + Self.load)
        let browser = try await Browser.start()
        try await browser.open(observer.address)
        _ = try await browser.wait(
            for: "agents", "return document.querySelectorAll('.cells .cell').length > 1", as: Bool.self)
        try await arrange(worker)
        try await Task.sleep(for: Self.warmUp)
        #expect(load.isRunning, "the load is over before it was shown: \(load)")
        for view in Self.views {
            try await browser.prefer(view.colours)
            try await browser.resize(width: view.width, height: 900)
            try await save(browser, to: folder.appending(path: "page-\(view.name).png"))
        }
        try await browser.evaluate("document.querySelector('#frameworks a').click()")
        _ = try await browser.wait(for: "a reason", "return document.querySelector('.reason') !== null", as: Bool.self)
        try await browser.prefer("light")
        try await browser.resize(width: 1280, height: 600)
        try await save(browser, to: folder.appending(path: "framework-light-wide.png"))
        #expect(try await browser.log() == [])
    }

    /// Sets the height of the window to that of the page, except for a long table.
    private func save(_ browser: Browser, to file: URL) async throws {
        let width = try #require(try await browser.evaluate("return innerWidth") as? Int)
        let height = try #require(
            try await browser.evaluate(
                """
                for (const row of [...document.querySelectorAll('#frameworks tbody tr')].slice(8)) row.hidden = true;
                return document.documentElement.scrollHeight;
                """) as? Int)
        #expect(
            try await browser.evaluate("return document.documentElement.scrollWidth <= innerWidth") as? Bool == true)
        try await browser.resize(width: width, height: height)
        // A turn of the page, in which it is drawn at its new size.
        try await Task.sleep(for: .milliseconds(1_500))
        try await browser.screenshot().write(to: file)
    }

    /// Gives two roles quotas, and a few agents maintenance or none of the offers.
    private func arrange(_ worker: RunningWorker) async throws {
        let cluster = try state(of: worker, .cluster).cluster
        let roles = try state(of: worker, .roles).roles.filter { !$0.path.contains("/") && $0.frameworks > 0 }
        let agents = try state(of: worker, .agents).agents
        let client = try MasterClient(to: worker.endpoints, master: "operator")
        for (role, parts) in zip(roles, [(guarantee: 0.06, limit: 0.25), (guarantee: 0, limit: 0.12)]) {
            let resource = role.standing.dominantResource
            let total = cluster.total[resource] ?? 0
            try await client.call(
                .updateQuota(
                    .with {
                        $0.quota.role = role.path
                        if parts.guarantee > 0 {
                            $0.quota.guarantees[resource] = .with { $0.value = (parts.guarantee * total).rounded() }
                        }
                        $0.quota.limits[resource] = .with { $0.value = (parts.limit * total).rounded() }
                    })
            ).get()
        }
        for (place, agent) in agents.enumerated() where place % 41 == 7 {
            try await client.call(.deactivateAgent(.with { $0.agentID = agent.id })).get()
        }
        for (place, agent) in agents.enumerated() where place % 37 == 3 {
            try await client.call(
                .updateUnavailability(
                    .with {
                        $0.agentID = agent.id
                        $0.unavailability.start.nanoseconds =
                            Int64(Date.now.timeIntervalSince1970 + 86_400) * 1_000_000_000
                    })
            ).get()
        }
        await client.close()
    }

    private func state(of worker: RunningWorker, _ view: WireStateQuery.View) throws -> WireState {
        try worker.ask(.state(.with { $0.view = view })).state
    }
}
