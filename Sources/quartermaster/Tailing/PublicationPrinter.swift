package import AllocatorClient
import AllocatorWire
import Foundation

/// Prints publications to standard output as they arrive.
package struct PublicationPrinter: Sendable {
    package enum Format: Sendable {
        case text(coloured: Bool)
        case json
    }

    /// The interval at which the printer checks whether to stop.
    private static let longestWait = Duration.milliseconds(100)

    private let client: ObserverClient
    private let endpoint: String
    private let format: Format
    private let isShown: @Sendable (ReceivedPublication) -> Bool

    /// - Parameters:
    ///   - keys: The keys, if the worker requires them.
    ///   - isShown: Returns whether to print a received publication.
    package init(
        _ endpoint: String, prefixes: [String], keys: ConnectionKeys? = nil, format: Format,
        isShown: @escaping @Sendable (ReceivedPublication) -> Bool = { _ in true }
    ) throws(ClientFailure) {
        client = try ObserverClient(of: endpoint, prefixes: Self.subscriptions(prefixes).sorted(), keys: keys)
        self.endpoint = endpoint
        self.format = format
        self.isShown = isShown
    }

    /// The topic prefixes to subscribe to.
    ///
    /// The worker publishes each publication in two encodings, JSON under `json/`. If a prefix matches both, such as
    /// the empty prefix, all subscriptions use JSON, so that no publication is printed twice.
    package static func subscriptions(_ prefixes: [String]) -> Set<String> {
        let json = Topic.jsonPrefix
        let prefixes = Set(prefixes.isEmpty ? [""] : prefixes)
        guard prefixes.contains(where: json.hasPrefix) else { return prefixes }
        return Set(prefixes.map { $0.hasPrefix(json) ? $0 : json + $0 })
    }

    /// Prints until it is told to stop or has reached the limit.
    ///
    /// - Parameters:
    ///   - limit: The maximum number of publications to print.
    ///   - onPublication: Called for each printed publication.
    ///   - shouldStop: Returns whether to stop.
    /// - Returns: The number of printed publications.
    @discardableResult
    package func run(
        limit: Int?, onPublication: () -> Void = {}, shouldStop: @escaping @Sendable () -> Bool
    ) async throws(ClientFailure) -> Int {
        let stopping = Task {
            while !Task.isCancelled && !shouldStop() { try? await Task.sleep(for: Self.longestWait) }
            await client.close()
        }
        let watching = Task { try await tellOfConnection() }
        defer {
            stopping.cancel()
            watching.cancel()
        }
        var printed = 0
        for try await received in client.publications where isShown(received) {
            // Received publications that still wait are not printed after the end.
            if shouldStop() { break }
            onPublication()
            print(received)
            printed += 1
            if printed == limit { break }
        }
        await client.close()
        return printed
    }

    /// Reports changes of the connection on standard error, apart from the publications.
    private func tellOfConnection() async throws(ClientFailure) {
        for try await update in client.connectionUpdates {
            switch update {
            case .silent(let duration):
                Terminal.complain(
                    "nothing came from \(endpoint) for \(duration.components.seconds) s, "
                        + "not even a heartbeat: reconnecting"
                )
            case .resumed:
                Terminal.complain("\(endpoint) publishes again")
            }
        }
    }

    private func print(_ received: ReceivedPublication) {
        switch format {
        case .text(let coloured):
            let text = PublicationText(received, in: Terminal.width).lines(coloured: coloured)
            Terminal.say(text.joined(separator: "\n"))
        case .json:
            Terminal.say(Self.json(received))
        }
    }

    /// `{"topic": …, "publication": …}` on one line.
    package static func json(_ received: ReceivedPublication) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let topic = String(decoding: received.topic.bytes(.binary), as: UTF8.self)
        guard let name = try? encoder.encode(topic),
            let body = try? PublicationEncoder().encode(received.publication, as: .json)
        else { preconditionFailure("a publication that was decoded can be encoded") }
        return
            #"{"topic":\#(String(decoding: name, as: UTF8.self)),"#
            + #""publication":\#(String(decoding: body, as: UTF8.self))}"#
    }
}
