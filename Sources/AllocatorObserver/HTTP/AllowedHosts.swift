import Glibc
package import Hummingbird

/// Rejects requests with a foreign `Host` header, as protection from DNS rebinding.
///
/// With DNS rebinding, a foreign site resolves its name to this machine, so that the browser treats its script as
/// same-origin. Its requests carry the foreign name. Addresses, `localhost` and the configured names are accepted.
package struct AllowedHosts: RouterMiddleware {
    package typealias Context = ObserverRequestContext

    private let names: Set<String>

    /// - Parameter names: The accepted names besides addresses and `localhost`, without ports.
    package init(_ names: [String]) {
        self.names = Set(names.map { $0.lowercased() } + ["localhost"])
    }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard allows(request.head.authority ?? "") else {
            return Response.problem(
                .init(code: 421, reasonPhrase: "Misdirected Request"),
                "unknown host name; start the observer with --allow-host to answer under it"
            )
        }
        return try await next(request, context)
    }

    /// - Parameter authority: The value of the `Host` header: a name or address, with or without a port.
    package func allows(_ authority: String) -> Bool {
        guard let host = Self.host(of: authority) else { return false }
        return names.contains(host.lowercased()) || Self.isAddress(host)
    }

    private static func host(of authority: String) -> String? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            guard isPort(authority[end...].dropFirst()) else { return nil }
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        guard let colon = authority.firstIndex(of: ":") else { return authority }
        guard isPort(authority[colon...]) else { return nil }
        return String(authority[..<colon])
    }

    /// Whether the text is empty, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty
            || text.first == ":" && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isAddress(_ host: String) -> Bool {
        // The C functions below would stop at a NUL.
        guard !host.utf8.contains(0) else { return false }
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, host, &six) == 1
    }
}
