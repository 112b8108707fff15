import AllocatorCore
import AllocatorWire
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

/// An event as a master may write it, as the call that it becomes.
func call(_ json: String) throws -> Call {
    try Call(EventDecoder().decode(Array(json.utf8)))
}

/// A resource as a master may write it, as the core has it.
func resource(_ json: String) throws -> Resource {
    try Resource(MesosResource(jsonString: json))
}

extension Traces {
    struct Line: Sendable {
        let place: String
        let event: WireEvent
        let offers: [WireOfferBatch]
    }

    static func lines(of name: String) throws -> [Line] {
        let text = try Data(contentsOf: file(name))
        return try text.split(separator: UInt8(ascii: "\n")).enumerated().map { number, line in
            let tree = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
            let bodies = try #require(tree["expect"] as? [[String: Any]])
            return Line(
                place: "\(name):\(number + 1)",
                event: try WireEvent(jsonUTF8Bytes: JSONSerialization.data(withJSONObject: #require(tree["event"]))),
                offers: try bodies.compactMap { $0["offers"] }.map {
                    try WireOfferBatch(jsonUTF8Bytes: JSONSerialization.data(withJSONObject: $0))
                })
        }
    }
}
