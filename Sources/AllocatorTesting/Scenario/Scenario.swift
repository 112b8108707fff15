package import AllocatorCore
import AllocatorWire
package import Foundation

/// A history with what must come of it, as the conformance traces have it: a line of JSON is one event, sent as a batch
/// of its own, and the bodies that it must cause, in order.
package struct Scenario: Sendable {
    package struct Step: Sendable {
        /// Counted from 1.
        package var line: Int
        /// The event as it stands in the line.
        package var event: String
        package var call: Result<Call, Refusal>
        package var master: String
        /// A call with a request id is answered even where it succeeds.
        package var isAnswered: Bool
        package var expected: [Outcome]
    }

    package var name: String
    package var steps: [Step]

    /// Why a line cannot be read.
    package struct Unreadable: Error, CustomStringConvertible {
        package var line: Int
        package var reason: String

        package var description: String { "line \(line): \(reason)" }
    }

    /// Reads lines of JSON; empty ones are passed over.
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
