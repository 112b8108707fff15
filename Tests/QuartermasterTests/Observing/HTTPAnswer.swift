import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The whole answer of an HTTP server to one request.
struct HTTPAnswer: Sendable {
    /// The maximum size of a body.
    private static let maximumBody = 64 << 20

    let status: Int
    /// By name in small letters.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
            throw Overdue(description: "no JSON object: \(text.prefix(500))")
        }
        return object
    }

    /// Sends a request to 127.0.0.1 over a connection of its own and receives the answer.
    static func request(
        _ method: String, _ path: String, port: Int, headers: [String: String] = [:], body: [UInt8] = [],
        within limit: Duration = Patience.usual
    ) async throws -> HTTPAnswer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = HTTPMethod(rawValue: method)
        request.headers = HTTPHeaders(headers.sorted { $0.key < $1.key })
        request.headers.add(name: "Connection", value: "close")
        if !body.isEmpty { request.body = .bytes(body) }
        let response = try await HTTPClient.shared.execute(request, deadline: .now() + TimeAmount(limit))
        let received = try await response.body.collect(upTo: maximumBody)
        let headers = response.headers.map { ($0.name.lowercased(), $0.value) }
        return HTTPAnswer(
            status: Int(response.status.code), headers: Dictionary(headers) { first, _ in first },
            body: Array(received.readableBytesView))
    }

    static func get(
        _ path: String, port: Int, headers: [String: String] = [:], within limit: Duration = Patience.usual
    ) async throws -> HTTPAnswer {
        try await request("GET", path, port: port, headers: headers, within: limit)
    }
}
