package import AllocatorCore
import AllocatorWire
package import Foundation

/// A history with its expected outcomes, in the format of the conformance traces: each line of JSON has one event, sent
/// as its own batch, and the bodies that it must cause, in order.
package struct Scenario: Sendable {
    package struct Step: Sendable {
        /// The number, counted from 1.
        package var line: Int
        /// The JSON text of the event.
        package var event: String
        package var call: Result<Call, Refusal>
        package var master: String
        /// Whether the call has a request id, so that the worker replies even on success.
        package var isAnswered: Bool
        package var expected: [Outcome]
    }

    package var name: String
    package var steps: [Step]

    /// The failure to read a line.
    package struct Unreadable: Error, CustomStringConvertible {
        package var line: Int
        package var reason: String

        package var description: String { "line \(line): \(reason)" }
    }

    /// Reads lines of JSON and skips empty ones.
    package init(name: String, text: String) throws {
        self.name = name
        steps = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            do {
                steps.append(try Step(line: index + 1, text: String(line)))
            } catch {
                throw Unreadable(line: index + 1, reason: "\(error)")
            }
        }
    }

    package init(contentsOf file: URL) throws {
        try self.init(
            name: file.deletingPathExtension().lastPathComponent, text: String(contentsOf: file, encoding: .utf8))
    }
}

extension Scenario.Step {
    fileprivate init(line: Int, text: String) throws {
        let json = try JSONObject(text)
        let event = try json.object("event")
        let wire = try EventDecoder().decode([UInt8](event.text.utf8))
        self.line = line
        self.event = event.text
        master = wire.master
        isAnswered = !wire.requestID.isEmpty
        do throws(Refusal) {
            call = .success(try Call(wire))
        } catch {
            call = .failure(error)
        }
        expected = try json.objects("expect").map { try Outcome($0) }
    }
}
