import HTTPTypes
package import Hummingbird
import NIOCore
import ServiceLifecycle

/// A viewer's stream of server-sent events.
package struct ViewerStream: Sendable {
    private let viewers: Viewers
    private let greeting: @Sendable () -> [ServerSentEvent]

    /// - Parameter greeting: Returns the first events for a viewer. Called after the viewer is registered, so that it
    ///   misses no event in between.
    package init(_ viewers: Viewers, greeting: @escaping @Sendable () -> [ServerSentEvent]) {
        self.viewers = viewers
        self.greeting = greeting
    }

    package func response(on channel: any Channel) -> Response {
        let entered = viewers.enter { channel.close(promise: nil) }
        guard let (number, queue) = entered else {
            var refusal = Response.problem(
                .serviceUnavailable, "too many pages are open: close one, or try again later")
            refusal.headers[.retryAfter] = "10"
            return refusal
        }
        let first = greeting()
        // Without this callback, a disconnect would be noticed only at the next write.
        channel.closeFuture.whenComplete { _ in
            queue.finish()
            viewers.leave(number)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { viewers.leave(number) }
                // On shutdown, the server waits for its responses, so the stream must end first.
                try await withGracefulShutdownHandler {
                    for event in first { try await writer.write(ByteBuffer(bytes: event.bytes)) }
                    while let event = await queue.next() { try await writer.write(ByteBuffer(bytes: event.bytes)) }
                } onGracefulShutdown: {
                    queue.finish()
                }
                try await writer.finish(nil)
            })
    }
}
