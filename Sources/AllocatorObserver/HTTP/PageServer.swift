import Glibc
import Hummingbird
package import Logging
import NIOCore
package import ServiceLifecycle

/// An HTTP/1.1 server with bounded connections, headers and idle times.
package struct PageServer: Service {
    /// The maximum number of simultaneous connections, including those being evicted; further ones wait to be accepted.
    private static let maximumConnections = ConnectionPlaces.maximumPlaces + ConnectionPlaces.maximumLeaving
    /// The time after which a connection without a request is closed.
    private static let idleTimeout = TimeAmount.seconds(30)
    /// The maximum size of a request's headers, in bytes.
    private static let headerBytes = 16 << 10
    private static let headerCount = 64

    private let application: any Service
    private let address: String

    /// - Parameters:
    ///   - port: The port to listen at; 0 selects a free one.
    ///   - services: Services that run as long as the server does.
    ///   - onListening: Called once with the port that the server listens at.
    package init(
        _ routes: ObserverRoutes, host: String, port: Int, beside services: [any Service] = [], logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) {
        let places = routes.places
        address = "\(host):\(port)"
        application = Application(
            responder: routes.router().buildResponder(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [PlaceHandler(places)],
                    idleTimeout: Self.idleTimeout,
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.headerBytes, maxHeaderListSize: Self.headerBytes,
                        maxHeaderFieldCount: Self.headerCount))),
            configuration: .init(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(Self.maximumConnections, logger: logger)),
            services: services,
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                onListening(port)
            },
            logger: logger)
    }

    package func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            // An error on a connection ends only that connection.
            throw CannotListen(address: address, reason: String(cString: strerror(error.errnoCode)))
        }
    }
}

/// The failure to bind the page's address.
struct CannotListen: Error, CustomStringConvertible {
    let address: String
    let reason: String

    var description: String { "the page cannot be served at \(address): \(reason); give another --port or --host" }
}
