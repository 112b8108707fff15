import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

/// The page in a browser, beside a worker, an observer and a master.
@Suite("The page", .serialized, .timeLimit(.minutes(5)), .enabled(if: Browser.isInstalled, "needs chromium-driver"))
struct PageTests {
    /// A name that would be markup and script where a page took it for that.
    private static let hostile =
        #"<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>&amp;"#

    @Test func `it shows what is, and follows it without being loaded again`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let browser = try await Browser.start()
        try browser.open(observer.address)
        try browser.evaluate("window.wasNotLoadedAgain = true")
        _ = try await browser.wait(for: "live worker", Self.isLive, as: Bool.self)

        // All of the cluster is offered to the one framework.
        let master = try SmallMaster(on: worker.endpoints)
        try await master.begin(agents: 2)
        let batch = try await master.addFramework("first", role: "web")
        #expect(try await share(of: "web", becomes: 1, on: browser) == "100 %")
        #expect(try role("web", of: worker).standing.share == 1)
        _ = try await browser.wait(
            for: "two agents", "return document.querySelectorAll('.cells .cell').length === 2", as: Bool.self)

        // It gives one agent back, which goes to a second one with a name that is hostile.
        try await master.decline(agent: 0, of: batch)
        _ = try await master.addFramework(Self.hostile, role: Self.hostileRole)
        #expect(try await share(of: "web", becomes: 0.5, on: browser) == "50 %")
        #expect(try await share(of: Self.hostileRole, becomes: 0.5, on: browser) == "50 %")
        #expect(try role("web", of: worker).standing.share == 0.5)
        let names = try await browser.wait(for: "second framework", Self.frameworkNames, as: [String].self)
        #expect(Set(names) == ["first", Self.hostile])

        #expect(
            try browser.evaluate("return document.querySelectorAll('main img, main script, main b').length") as? Int
                == 0)
        #expect(try browser.evaluate("return document.title") as? String == "Quartermaster")
        #expect(try browser.evaluate("return window.wasNotLoadedAgain") as? Bool == true)
        #expect(try browser.log() == [])
        await master.close()
    }

    @Test func `a framework's page says why there is no offer, and is reached by keyboard`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let master = try SmallMaster(on: worker.endpoints)
        try await master.begin(agents: 2)
        let batch = try await master.addFramework(Self.hostile, role: "web")
        try await master.decline(agent: 0, of: batch)
        let browser = try await Browser.start()
        try browser.open(observer.address)
        _ = try await browser.wait(
            for: "framework", "return document.querySelector('#frameworks a') !== null", as: Bool.self)
        try browser.evaluate("document.querySelector('#framework-filter').focus()")
        try browser.press(Browser.tab, Browser.enter)
        let reasons = try await browser.wait(for: "two reasons", Self.reasons, as: [String].self)
        #expect(reasons.contains { $0.contains("by a decline of cpus 4") }, "\(reasons)")
        #expect(reasons.contains { $0.contains("Nothing is left") && $0.contains(Self.hostile) }, "\(reasons)")
        #expect(try browser.evaluate("return document.querySelector('h1').textContent") as? String == Self.hostile)
        #expect(try browser.evaluate("return document.activeElement.tagName") as? String == "H1")
        #expect(try browser.log() == [])
        await master.close()
    }

    @Test func `it says so when its worker is gone`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let browser = try await Browser.start()
        try browser.open(observer.address)
        _ = try await browser.wait(for: "live worker", Self.isLive, as: Bool.self)
        #expect(try await worker.stop() == .exited(0))
        _ = try await browser.wait(
            for: "silent worker", "return document.getElementById('status').textContent === 'the worker is silent'",
            as: Bool.self)
    }

    // MARK: - What is looked for

    private static let isLive = "return document.getElementById('status').dataset.state === 'live'"

    private static let frameworkNames = """
        const names = [...document.querySelectorAll('#frameworks a')].map((link) => link.textContent);
        return names.length === 2 ? names : null;
        """

    private static let reasons = """
        const reasons = [...document.querySelectorAll('.reason')].map((reason) => reason.textContent);
        return reasons.length === 2 ? reasons : null;
        """

    /// What the page writes beside a role when its bar is that long.
    private func share(of role: String, becomes part: Double, on browser: Browser) async throws -> String {
        let script = """
            const row = [...document.querySelectorAll('[data-role]')].find((row) => row.dataset.role === arguments[0]);
            const part = row?.querySelector('.bar-held').style.getPropertyValue('--held-to');
            return part === arguments[1] ? row.querySelector('.role-number span').textContent : null;
            """
        let percent = String(format: "%.2f%%", part * 100)
        return try await browser.wait(for: "share of \(role) of \(percent)", script, [role, percent], as: String.self)
    }

    private static let hostileRole = #"<b>"#

    private func role(_ path: String, of worker: RunningWorker) throws -> WireRoleView {
        let answer = try worker.ask(
            .state(
                .with {
                    $0.view = .roles
                    $0.id = path
                }))
        return try #require(answer.state.roles.first)
    }
}
