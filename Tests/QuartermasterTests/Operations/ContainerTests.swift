import Foundation
import TestSupport
import Testing

/// The container and what Kubernetes is told of it. Neither runs here: they are read by what knows their forms.
@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: Checkers.areInstalled, "needs kubernetes-validate and hadolint: see deploy/test"))
struct ContainerTests {
    @Test(arguments: ["namespace.yaml", "worker.yaml", "observer.yaml", "network-policy.yaml"])
    func `a manifest is of the form that Kubernetes has for it`(name: String) async throws {
        let path = DeployFolder.file("kubernetes/\(name)").path
        let command = try await RunningCommand(["--strict", path], of: Checkers.validator)
        #expect(try await command.wait() == .exited(0), "\(command)")
        #expect((command.output + command.errors).contains("passed for resource"), "\(command)")
        let all = try DeployFolder.text(of: "kubernetes/kustomization.yaml")
        #expect(all.contains("  - \(name)\n"), "kustomization.yaml does not name it")
    }

    @Test func `a manifest of no known form is found`() async throws {
        let folder = try TemporaryFolder()
        let worker = try DeployFolder.text(of: "kubernetes/worker.yaml")
        let wrong = worker.replacing("readOnlyRootFilesystem", with: "readOnlyRootFileSystem")
        try Data(wrong.utf8).write(to: folder.file("worker.yaml"))
        let command = try await RunningCommand(["--strict", folder.file("worker.yaml").path], of: Checkers.validator)
        #expect(try await command.wait() != .exited(0), "\(command)")
    }

    @Test func `the linter finds nothing in the Dockerfile`() async throws {
        let command = try await RunningCommand([DeployFolder.file("Dockerfile").path], of: Checkers.linter)
        #expect(try await command.wait() == .exited(0), "\(command)")
        #expect(command.output + command.errors == "")
    }
}

/// The programs that read them, in the folder that deploy/test names.
private enum Checkers {
    private static let folder = URL(
        filePath: ProcessInfo.processInfo.environment["QUARTERMASTER_CHECKERS"] ?? "/usr/local/bin")
    static let validator = folder.appending(path: "kubernetes-validate")
    static let linter = folder.appending(path: "hadolint")
    static var areInstalled: Bool {
        [validator, linter].allSatisfy { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
