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
        try await browser.open(observer.address)
        try await browser.evaluate("window.wasNotLoadedAgain = true")
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
            try await browser.evaluate("return document.querySelectorAll('main img, main script, main b').length")
                as? Int
                == 0)
        #expect(try await browser.evaluate("return document.title") as? String == "default · Quartermaster")
        #expect(try await browser.evaluate("return window.wasNotLoadedAgain") as? Bool == true)
        #expect(try await browser.log() == [])
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
        try await browser.open(observer.address)
        _ = try await browser.wait(
            for: "framework", "return document.querySelector('#frameworks a') !== null", as: Bool.self)
        try await browser.evaluate("document.querySelector('#framework-filter').focus()")
        try await browser.press(Browser.tab, Browser.enter)
        let reasons = try await browser.wait(for: "two reasons", Self.reasons, as: [String].self)
        #expect(reasons.contains { $0.contains("by a decline of cpus 4") }, "\(reasons)")
        #expect(reasons.contains { $0.contains("no resources remain") && $0.contains(Self.hostile) }, "\(reasons)")
        #expect(
            try await browser.evaluate("return document.querySelector('h1').textContent") as? String == Self.hostile)
        #expect(try await browser.evaluate("return document.activeElement.tagName") as? String == "H1")
        #expect(
            try await browser.evaluate("return document.title") as? String
                == "\(Self.hostile) · default · Quartermaster")
        #expect(try await browser.log() == [])
        await master.close()
    }

    @Test func `it says so when its worker is gone`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let browser = try await Browser.start()
        try await browser.open(observer.address)
        _ = try await browser.wait(for: "live worker", Self.isLive, as: Bool.self)
        #expect(try await worker.stop() == .exited(0))
        _ = try await browser.wait(
            for: "silent worker", "return document.getElementById('status').textContent === 'the worker is silent'",
            as: Bool.self)
        let age = try await browser.wait(
            for: "age", "return document.getElementById('age').textContent || null", as: String.self)
        #expect(try age.wholeMatch(of: Regex(#"shown is what was \d+ s ago"#)) != nil, "\(age)")
        _ = try await browser.wait(
            for: "greater age", "return document.getElementById('age').textContent !== arguments[0]", [age],
            as: Bool.self)
        #expect(try await browser.evaluate(Self.opacity) as? String == "0.5")
    }

    @Test func `what is of now is not dimmed, and ids are shown as they are`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let master = try SmallMaster(on: worker.endpoints)
        try await master.begin(agents: 1)
        _ = try await master.addFramework("iPhone-fARM", role: "mixed-Case")
        let browser = try await Browser.start()
        try await browser.open(observer.address)
        _ = try await browser.wait(
            for: "framework", "return document.querySelector('#frameworks a') !== null", as: Bool.self)
        #expect(try await browser.evaluate(Self.opacity) as? String == "1")
        #expect(try await browser.evaluate("return document.getElementById('age').textContent") as? String == "")
        // As it is drawn, after the style sheet: innerText has what capitals it makes.
        #expect(
            try await browser.evaluate("return document.querySelector('#frameworks a').innerText") as? String
                == "iPhone-fARM"
        )
        #expect(
            try await browser.evaluate("return document.querySelector('.role-label').innerText") as? String
                == "mixed-Case")
        try await browser.evaluate("document.querySelector('#frameworks a').click()")
        let words = try await browser.wait(
            for: "reason", "return document.querySelector('.reason .words')?.innerText ?? null", as: String.self)
        #expect(words.first?.isLowercase == true, "\(words)")
        #expect(try await browser.evaluate("return document.querySelector('h1').innerText") as? String == "iPhone-fARM")
        await master.close()
    }

    @Test func `memory has its unit, and a role one colour in every visit`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let master = try SmallMaster(on: worker.endpoints)
        try await master.begin(agents: 2)
        let batch = try await master.addFramework("first", role: "web")
        let browser = try await Browser.start()
        try await browser.open(observer.address)
        let tiles = try await browser.wait(for: "tiles", Self.tiles, as: String.self)
        #expect(tiles.contains("GiB") || tiles.contains("MiB"), "\(tiles)")
        let first = try await browser.wait(for: "colours", Self.coloursOfWeb, as: [String].self)
        #expect(Set(first).count == 1, "the plot and the list: \(first)")
        try await master.decline(agent: 0, of: batch)
        _ = try await master.addFramework("second", role: "another")
        try await browser.open("about:blank")
        try await browser.open(observer.address)
        let second = try await browser.wait(for: "colours", Self.coloursOfWeb, as: [String].self)
        #expect(second == first)
        await master.close()
    }

    @Test func `what became of the offers is told, and a spike flattens nothing`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let browser = try await Browser.start()
        try await browser.open(observer.address)
        let numbers = try await browser.wait(for: "two plots", Self.spikes, as: [String: Double].self)
        // A hundred samples of 8 to 10 a second, with and without two of 5,000.
        #expect(numbers["plain"] == 10)
        #expect(numbers["spiked"] == 20, "the axis ends at twice what is usual")
        #expect(numbers["peaks"] == 2 && numbers["plainPeaks"] == 0)
        #expect(numbers["highest"] == 0, "the line of a spike ends at the top: \(numbers)")
        #expect(numbers["grown"] == 5_000, "what is high for long is no spike")
    }

    // MARK: - What is looked for

    private static let isLive = "return document.getElementById('status').dataset.state === 'live'"

    private static let opacity = "return getComputedStyle(document.querySelector('#content > *')).opacity"

    private static let tiles = """
        const tiles = document.getElementById('totals').innerText;
        return tiles.includes('mem') ? tiles : null;
        """

    /// The colors of the role web in the plot and in the list of roles, as the browser computes them.
    private static let coloursOfWeb = """
        const line = document.querySelector('#shares path[data-series="web"]');
        const mark = document.querySelector('[data-role="web"] .role-colour');
        return line && mark ? [getComputedStyle(line).stroke, getComputedStyle(mark).backgroundColor] : null;
        """

    /// Draws plots of its own with the page's module, and reads where their axes end.
    private static let spikes = """
        if (!window.spikes) {
          window.spikes = {};
          import('/page/chart.js').then(({ makeChart, drawChart }) => {
            const draw = (value) => {
              const parent = document.body.appendChild(document.createElement('div'));
              const chart = makeChart(parent, { name: 'test', format: String, ceiling: 1 });
              const sample = (place) => ({ time: 1e12 + place * 1000, value: value(place) });
              const samples = Array.from({ length: 102 }, (_, place) => sample(place));
              drawChart(chart, samples, [{ name: 'line', colour: 'red', value: (sample) => sample.value }]);
              const texts = [...parent.querySelectorAll('text')];
              const labels = texts.map((text) => Number(text.textContent)).filter((number) => number > 0);
              const heights = parent.querySelector('[data-series]').getAttribute('d').match(/ [0-9.]+/g).map(Number);
              const peaks = parent.querySelectorAll('.peak').length;
              const picked = { top: Math.max(...labels), peaks, above: heights.filter((y) => y < 8).length };
              parent.remove();
              return picked;
            };
            const plain = draw((place) => 8 + place % 3);
            const spiked = draw((place) => (place === 30 || place === 60 ? 5000 : 8 + place % 3));
            const grown = draw((place) => (place < 60 ? 9 : 5000));
            window.spikes = {
              plain: plain.top, plainPeaks: plain.peaks, spiked: spiked.top, peaks: spiked.peaks, highest: spiked.above,
              grown: grown.top,
            };
          });
        }
        return Object.keys(window.spikes).length > 0 ? window.spikes : null;
        """

    private static let frameworkNames = """
        const names = [...document.querySelectorAll('#frameworks a')].map((link) => link.textContent);
        return names.length === 2 ? names : null;
        """

    private static let reasons = """
        const reasons = [...document.querySelectorAll('.reason')].map((reason) => reason.textContent);
        return reasons.length === 2 ? reasons : null;
        """

    /// The text beside a role whose bar has that length.
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
