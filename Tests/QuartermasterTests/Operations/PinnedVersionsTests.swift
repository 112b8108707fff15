import Foundation
import Testing

/// The programs are built with the versions of `deploy/versions.json`.
@Suite struct PinnedVersionsTests {
    private struct Versions: Decodable {
        struct Pin: Decodable {
            struct State: Decodable {
                let version: String
                let revision: String
            }
            let location: String
            let state: State
        }
        let pins: [Pin]
    }

    @Test func `each dependency of the manifest has a pinned version that the manifest allows`() throws {
        let pins = try JSONDecoder().decode(Versions.self, from: Data(DeployFolder.text(of: "versions.json").utf8)).pins
        let manifest = try String(contentsOf: Guide.repository.appending(path: "Package.swift"), encoding: .utf8)
        let dependencies = manifest.matches(of: /\.package\(\s*url: "([^"]+)", (from|exact): "([^"]+)"/)
        #expect(dependencies.count > 10)
        for dependency in dependencies {
            let (_, url, kind, version) = dependency.output
            let pin = try #require(
                pins.first { [String(url), "\(url).git"].contains($0.location) },
                "\(url) is not in deploy/versions.json: run swift package update and copy Package.resolved there")
            let isAllowed =
                kind == "exact"
                ? pin.state.version == version
                : pin.state.version.compare(version, options: .numeric) != .orderedAscending
            #expect(isAllowed, "\(url) is pinned to \(pin.state.version), and Package.swift asks for \(version)")
        }
    }
}
