import Foundation
import TestSupport
import Testing

/// The guide pages do what they say: their commands are run as they stand there, and print what is shown.
@Suite struct GuideTests {
    /// Gives each page a network of its own, because the commands use the default endpoints.
    ///
    /// A page also gets its own processes, which end with it, and a `/proc` that shows them. libdispatch crashes if it
    /// does not find its threads there.
    private static let unshare = URL(filePath: "/usr/bin/unshare")
    private static let isolation = ["--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]

    private static func isIsolationAvailable() async throws -> Bool {
        let command = try? await RunningCommand(isolation + ["/bin/sh", "-c", "ip link set lo up"], of: unshare)
        return try await command?.wait() == .exited(0)
    }

    @Test(.enabled { try await isIsolationAvailable() }, .timeLimit(.minutes(5)), arguments: Guide.names)
    func `the commands of a guide page work, and print what it shows`(name: String) async throws {
        let guide = try Guide(named: name)
        let folder = try TemporaryFolder()
        let programs = RunningCommand.quartermaster.deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let script = "cd '\(folder.file(".").path)'\n" + guide.script
        let page = try await RunningCommand(
            Self.isolation + ["/bin/bash", "-c", script], of: Self.unshare,
            environment: ["PATH": "\(programs):\(path):/usr/sbin:/sbin"])
        #expect(try await page.wait(within: .seconds(240)) == .exited(0), "\(page)")
        for (number, example) in guide.examples.enumerated() {
            let printed = try #require(guide.printed(forExample: number, in: page.output), "\(page)")
            #expect(example.matches(printed), "\(name).md shows for '\(example.command)' what it no longer prints")
        }
    }

    @Test func `every guide page with commands is run`() throws {
        let folder = Guide.repository.appending(path: "Sources/quartermaster/quartermaster.docc")
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
        let withCommands = try pages.filter {
            try String(contentsOf: folder.appending(path: $0), encoding: .utf8).contains(/(?m)^```(sh|console)$/)
        }
        #expect(withCommands.sorted() == Guide.names.map { "\($0).md" })
    }

    @Test func `an output that differs from the page is noticed`() throws {
        let guide = Guide("```console\n$ first\none  two\n$ second\nin … ms\n```\n")
        #expect(guide.examples.map(\.command) == ["first", "second"])
        #expect(guide.examples[0].matches("one two\n"))
        #expect(!guide.examples[0].matches("one two three"))
        #expect(guide.examples[1].matches("in 0.3 ms"))
        #expect(!guide.examples[1].matches("in 0.3 s"))
    }

    @Test func `relative links of the README and the guides lead to files`() throws {
        for page in ["README.md", "deploy/README.md", ".github/CONTRIBUTING.md"] {
            let file = Guide.repository.appending(path: page)
            let text = try String(contentsOf: file, encoding: .utf8)
            for link in text.matches(of: /\]\(([^)#:\s]+)(?:#[^)]*)?\)/) {
                let target = file.deletingLastPathComponent().appending(path: String(link.output.1)).standardized
                #expect(FileManager.default.fileExists(atPath: target.path), "\(page) links to \(link.output.1)")
            }
        }
    }

    @Test func `the README has at most 170 lines`() throws {
        let text = try String(contentsOf: Guide.repository.appending(path: "README.md"), encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 171)
    }
}
