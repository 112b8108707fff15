import HTTPTypes
package import Hummingbird
import NIOCore
import ServiceLifecycle

/// The stream of server-sent events of one viewer.
package struct ViewerStream: Sendable {
    private let viewers: Viewers
    private let greeting: @Sendable () -> [ServerSentEvent]

    /// - Parameter greeting: The first events for a viewer. Called after the viewer is entered, so it misses nothing in
    ///   between.
    package init(_ viewers: Viewers, greeting: @escaping @Sendable () -> [ServerSentEvent]) {
        self.viewers = viewers
        self.greeting = greeting
    }

    package func response(on channel: any Channel) -> Response {
        let entered = viewers.enter { channel.close(promise: nil) }
        guard let (number, queue) = entered else {
            var refusal = Response.problem(
                .serviceUnavailable, "as many pages as may be are open: close one, or look again later")
            refusal.headers[.retryAfter] = "10"
            return refusal
        }
        let first = greeting()
        // A viewer that goes away while nothing is written to it is noticed here and not at the next event.
        channel.closeFuture.whenComplete { _ in
            queue.finish()
            viewers.leave(number)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { viewers.leave(number) }
                // The server waits for its answers to end before anything else of the observer is stopped.
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
