import Foundation
import Testing

/// Chromium without a window, driven over WebDriver as its specification says it (W3C, level 1). Gone with this.
final class Browser {
    /// The path of the driver in Debian's packages.
    static let driver = URL(filePath: "/usr/bin/chromedriver")
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: driver.path) }

    /// A browser takes its time to start on a busy machine.
    private static let patience = Duration.seconds(90)

    private let command: RunningCommand
    private let port: Int
    private var session = ""

    private init(_ command: RunningCommand, port: Int) {
        self.command = command
        self.port = port
    }

    /// Has the driver end the browser, which would outlive it. A deinitializer cannot await an HTTP client.
    deinit {
        guard var connection = try? HTTPConnection(port: port, patience: Self.patience) else { return }
        connection.send("DELETE /session/\(session) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        _ = try? connection.head()
    }

    /// Starts one with an empty page.
    static func start() async throws -> Browser {
        let command = try await RunningCommand(["--port=0"], of: driver)
        let port = try await waitFor("no port of \(command)", within: patience) {
            command.output.firstMatch(of: /started successfully on port (\d+)/).flatMap { Int($0.1) }
        }
        let browser = Browser(command, port: port)
        let options: [String: Any] = [
            "browserName": "chrome", "goog:loggingPrefs": ["browser": "ALL"],
            "goog:chromeOptions": [
                // Tests run as root in containers, where Chromium's own sandbox cannot be made.
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                    "--no-first-run", "--disable-background-networking",
                ]
            ],
        ]
        let session = try await browser.send("POST", "/session", ["capabilities": ["alwaysMatch": options]])
        browser.session = try #require((session as? [String: Any])?["sessionId"] as? String)
        return browser
    }

    // MARK: - What can be told it

    func open(_ address: String) async throws { try await ask("/url", ["url": address]) }

    /// Runs a script with `arguments[0]` and so on, and returns its result.
    @discardableResult
    func evaluate(_ script: String, _ arguments: [Any] = []) async throws -> Any {
        try await ask("/execute/sync", ["script": script, "args": arguments])
    }

    /// Runs a script until it returns something other than null and false.
    func wait<Value>(
        for what: String, _ script: String, _ arguments: [Any] = [], as type: Value.Type
    ) async throws -> Value {
        do {
            return try await waitFor("the page has no \(what)") {
                let value = try await evaluate(script, arguments)
                return (value as? Bool) == false ? nil : value as? Value
            }
        } catch let overdue as Overdue {
            throw Overdue(description: "\(overdue); its log: \(try await log())")
        }
    }

    /// Which colours the reader prefers: `light` or `dark`.
    func prefer(_ colours: String) async throws {
        try await ask(
            "/goog/cdp/execute",
            [
                "cmd": "Emulation.setEmulatedMedia",
                "params": ["features": [["name": "prefers-color-scheme", "value": colours]]],
            ])
    }

    /// The size of the page in it, in pixels; narrow ones are those of a phone.
    func resize(width: Int, height: Int) async throws {
        try await ask(
            "/goog/cdp/execute",
            [
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600],
            ])
    }

    /// Presses keys where the page is, by WebDriver's code points.
    func press(_ keys: String...) async throws {
        let actions = keys.flatMap { [["type": "keyDown", "value": $0], ["type": "keyUp", "value": $0]] }
        try await ask("/actions", ["actions": [["type": "key", "id": "keyboard", "actions": actions]]])
    }

    static let tab = "\u{E004}"
    static let enter = "\u{E007}"
    static let right = "\u{E014}"

    /// Returns a picture of the page, as PNG.
    func screenshot() async throws -> Data {
        let text = try #require(try await send("GET", "/session/\(session)/screenshot", nil) as? String)
        return try #require(Data(base64Encoded: text))
    }

    /// The lines of the page's console since the last call, with errors of the network.
    func log() async throws -> [String] {
        let entries = try await ask("/se/log", ["type": "browser"]) as? [[String: Any]]
        return (entries ?? []).map { "\($0["level"] ?? "") \($0["message"] ?? "")" }
    }

    // MARK: - WebDriver

    @discardableResult
    private func ask(_ path: String, _ body: [String: Any]) async throws -> Any {
        try await send("POST", "/session/\(session)\(path)", body)
    }

    private func send(_ method: String, _ path: String, _ body: [String: Any]?) async throws -> Any {
        let answer = try await HTTPAnswer.request(
            method, path, port: port, headers: ["Content-Type": "application/json"],
            body: try body.map { [UInt8](try JSONSerialization.data(withJSONObject: $0)) } ?? [],
            within: Self.patience)
        guard answer.status == 200 else {
            throw Overdue(description: "the browser's driver answered \(answer.status): \(answer.text.prefix(1_000))")
        }
        return try answer.json()["value"] ?? NSNull()
    }
}
