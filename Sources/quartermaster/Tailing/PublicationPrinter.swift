import AllocatorClient
import AllocatorWire
import Foundation
import ZeroMQ

/// Prints publications to standard output as they come. Owned by one thread.
struct PublicationPrinter: ~Copyable {
    enum Format {
        case text(coloured: Bool)
        case json
    }

    /// Between two looks at whether to stop.
    private static let longestWait = Duration.milliseconds(100)

    private var receiver: PublicationReceiver
    private let format: Format

    init(_ endpoint: Endpoint, prefixes: [String], format: Format, in context: Context) throws(ClientFailure) {
        receiver = try PublicationReceiver(
            from: endpoint, in: context, prefixes: Self.subscriptions(prefixes).map { Array($0.utf8) })
        self.format = format
    }

    /// The worker publishes in two encodings, JSON under `json/`. Where a prefix would ask for both at once, as the empty one
    /// does, all ask for JSON, so that nothing is shown twice.
    static func subscriptions(_ prefixes: [String]) -> Set<String> {
        let json = "json/"
        let prefixes = Set(prefixes.isEmpty ? [""] : prefixes)
        guard prefixes.contains(where: json.hasPrefix) else { return prefixes }
        return Set(prefixes.map { $0.hasPrefix(json) ? $0 : json + $0 })
    }

    mutating func run(limit: Int?, shouldStop: () -> Bool) throws(ClientFailure) {
        var printed = 0
        while !shouldStop() && printed < limit ?? .max {
            guard let received = try receiver.receive(timeout: Self.longestWait) else { continue }
            print(received)
            printed += 1
        }
    }

    private func print(_ received: ReceivedPublication) {
        switch format {
        case .text(let coloured):
            let text = PublicationText(received).lines(coloured: coloured)
            write(text.joined(separator: "\n"))
        case .json:
            write(Self.json(received))
        }
    }

    /// `{"topic": …, "publication": …}` on one line.
    static func json(_ received: ReceivedPublication) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let topic = String(decoding: received.topic.bytes(.binary), as: UTF8.self)
        guard let name = try? encoder.encode(topic),
            let body = try? PublicationEncoder().encode(received.publication, as: .json)
        else { preconditionFailure("what was read from one frame can be written to one") }
        return
            #"{"topic":\#(String(decoding: name, as: UTF8.self)),"publication":\#(String(decoding: body, as: UTF8.self))}"#
    }

    private func write(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}
