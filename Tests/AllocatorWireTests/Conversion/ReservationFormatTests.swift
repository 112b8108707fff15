import AllocatorCore
import AllocatorWire
import Testing

/// The format from before reservation refinement, `role` and `reservation`, becomes the stack of reservations.
@Suite struct ReservationFormatTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let fields: String
        let stack: [Reservation]

        init(_ fields: String, _ stack: [Reservation]) {
            self.fields = fields
            self.stack = stack
        }

        var testDescription: String { fields }
    }

    private static func read(_ fields: String) throws -> Resource {
        try resource(#"{"name":"cpus","type":"SCALAR","scalar":{"value":1}\#(fields.isEmpty ? "" : ",")\#(fields)}"#)
    }

    static let good = [
        Example("", []),
        Example(#""role":"*""#, []),
        Example(#""role":"a""#, [Reservation(kind: .static, role: "a")]),
        Example(#""role":"a","reservation":{}"#, [Reservation(kind: .dynamic, role: "a")]),
        Example(
            #""role":"a","reservation":{"principal":"p","labels":{"labels":[{"key":"k"}]}}"#,
            [Reservation(kind: .dynamic, role: "a", principal: "p", labels: [Label(key: "k", value: nil)])]),
        Example(
            #""role":"a","reservations":[{"type":"STATIC","role":"a"}]"#, [Reservation(kind: .static, role: "a")]),
        Example(
            #"""
            "role":"a","reservation":{"principal":"p"},"reservations":[{"type":"DYNAMIC","role":"a",\#
            "principal":"p"}]
            """#,
            [Reservation(kind: .dynamic, role: "a", principal: "p")]),
        Example(
            #""role":"a","reservation":{},"reservations":[{"type":"DYNAMIC","role":"a","principal":"","labels":{}}]"#,
            [Reservation(kind: .dynamic, role: "a", principal: "", labels: [])]),
        Example(
            """
            "role":"a","reservation":{"labels":{"labels":[{"key":"l"},{"key":"k"}]}},
            "reservations":[{"type":"DYNAMIC","role":"a","labels":{"labels":[{"key":"k"},{"key":"l"}]}}]
            """,
            [
                Reservation(
                    kind: .dynamic, role: "a", labels: [Label(key: "k", value: nil), Label(key: "l", value: nil)])
            ]),
    ]

    @Test(arguments: good) func `each format of a reservation becomes a stack of reservations`(_ example: Example)
        throws
    {
        let reservations = try Self.read(example.fields).metadata.reservations
        #expect(reservations == example.stack)
        #expect(reservations.map(\.labels) == example.stack.map(\.labels))
    }

    static let contradictions: [(fields: String, path: String)] = [
        (#""reservation":{}"#, "reservation"),
        (#""role":"*","reservation":{"principal":"p"}"#, "reservation"),
        (#""role":"a","reservation":{"type":"DYNAMIC"}"#, "reservation.type"),
        (#""role":"a","reservation":{"type":"UNKNOWN"}"#, "reservation.type"),
        (#""role":"a","reservation":{"role":"a"}"#, "reservation.role"),
        (#""role":"a","reservation":{"labels":{"labels":[{}]}}"#, "reservation.labels.labels[0].key"),
        (#""role":"b","reservations":[{"type":"STATIC","role":"a"}]"#, "role"),
        (#""role":"*","reservations":[{"type":"STATIC","role":"a"}]"#, "role"),
        (#""role":"a","reservation":{},"reservations":[{"type":"STATIC","role":"a"}]"#, "reservation"),
        (#""reservation":{},"reservations":[{"type":"STATIC","role":"a"}]"#, "reservation"),
        (#""role":"a","reservations":[{"type":"DYNAMIC","role":"a"}]"#, "role"),
        (#""reservation":{},"reservations":[{"type":"DYNAMIC","role":"a"}]"#, "reservation"),
        (
            #""role":"a","reservation":{"principal":"p"},"reservations":[{"type":"DYNAMIC","role":"a"}]"#,
            "reservation.principal"
        ),
        (
            """
            "role":"a","reservation":{"labels":{"labels":[{"key":"k"}]}},
            "reservations":[{"type":"DYNAMIC","role":"a","labels":{"labels":[{"key":"k","value":"v"}]}}]
            """,
            "reservation.labels"
        ),
        (#""role":"a/b","reservations":[{"type":"STATIC","role":"a"},{"type":"DYNAMIC","role":"a/b"}]"#, "role"),
        (
            #""reservation":{},"reservations":[{"type":"STATIC","role":"a"},{"type":"DYNAMIC","role":"a/b"}]"#,
            "reservation"
        ),
        (#""reservations":[{"role":"a"}]"#, "reservations[0].type"),
        (#""reservations":[{"type":"STATIC","role":"a"},{"type":"DYNAMIC"}]"#, "reservations[1].role"),
        (#""reservations":[{"type":"UNKNOWN","role":"a"}]"#, "reservations[0].type"),
        (#""reservations":[{"type":3,"role":"a"}]"#, "reservations[0].type"),
    ]

    @Test(arguments: contradictions) func `a reservation that contradicts itself is refused`(
        fields: String, path: String
    ) {
        let error = #expect(throws: MalformedField.self) { try Self.read(fields) }
        #expect(error?.path == path)
    }
}
