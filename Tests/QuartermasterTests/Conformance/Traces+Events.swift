import AllocatorTesting
import AllocatorWire
import Foundation
import TestSupport

extension Traces {
    /// The events of a file.
    static func events(_ name: String) throws -> [WireEvent] {
        try scenario(name).steps.map { try EventDecoder().decode(Array($0.event.utf8)) }
    }

    static func scenario(_ name: String) throws -> Scenario {
        try Scenario(contentsOf: file(name))
    }
}
