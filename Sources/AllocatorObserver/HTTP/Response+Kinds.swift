import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    package static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        body(bytes, "application/json; charset=utf-8", status: status)
    }

    package static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        body(Array(text.utf8), "text/plain; charset=utf-8", status: status)
    }

    package static func body(_ bytes: [UInt8], _ mediaType: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private struct Problem: Encodable {
        let error: String
    }

    /// Creates an error response as JSON: the problem and the remedy.
    package static func problem(_ status: HTTPResponse.Status, _ words: String) -> Response {
        json(PageJSON.encode(Problem(error: words)), status: status)
    }
}
