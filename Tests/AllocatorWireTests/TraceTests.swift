import AllocatorWire
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

/// Every event and every offer of the conformance traces, as JSON that others wrote.
@Suite(.timeLimit(.minutes(5))) struct TraceTests {
    private struct Line {
        let event: Data
        let expected: [[String: Any]]

        init(_ line: Data) throws {
            let tree = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
            event = try JSONSerialization.data(withJSONObject: #require(tree["event"]))
            expected = try #require(tree["expect"] as? [[String: Any]])
        }
    }

    private func lines(of trace: String) throws -> [Line] {
        let text = try Data(contentsOf: Traces.file(trace))
        return try text.split(separator: UInt8(ascii: "\n")).map { try Line($0) }
    }

    @Test(arguments: Traces.names) func `every event of the traces is read completely`(trace: String) throws {
        for (number, line) in try lines(of: trace).enumerated() {
            let place: Comment = "\(trace):\(number + 1)"
            let event = try EventDecoder().decode(Array(line.event))
            // Strict: no field of a trace is one that the schema does not have.
            #expect(try WireEvent(jsonUTF8Bytes: line.event) == event, place)
            #expect(event.call != nil, place)
            for encoding in WireEncoding.allCases {
                let bytes = try EventEncoder().encode(event, as: encoding)
                #expect(try EventDecoder().decode(bytes) == event, place)
            }
        }
    }

    @Test(arguments: Traces.names) func `every offer of the traces is written as expected`(trace: String) throws {
        for (number, line) in try lines(of: trace).enumerated() {
            let place: Comment = "\(trace):\(number + 1)"
            for body in line.expected where body["offers"] != nil {
                let publication = try WirePublication(jsonUTF8Bytes: JSONSerialization.data(withJSONObject: body))
                let written = try PublicationEncoder().encode(publication, as: .json)
                let tree = try JSONSerialization.jsonObject(with: Data(written))
                #expect(isEqual(tree, body), place)
            }
        }
    }

    /// Equal but for 64-bit integers, which proto3 writes as strings.
    private func isEqual(_ one: Any, _ other: Any) -> Bool {
        switch (one, other) {
        case (let one as [String: Any], let other as [String: Any]):
            one.count == other.count
                && one.allSatisfy { key, value in other[key].map { isEqual(value, $0) } ?? false }
        case (let one as [Any], let other as [Any]):
            one.count == other.count && zip(one, other).allSatisfy { isEqual($0, $1) }
        case (let one as String, let other as String): one == other
        case (let one as String, let other as NSNumber): one == other.stringValue
        case (let one as NSNumber, let other as NSNumber): one == other
        default: false
        }
    }
}
