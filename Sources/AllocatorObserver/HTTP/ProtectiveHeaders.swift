import HTTPTypes
package import Hummingbird

/// Adds headers that isolate the page: the browser loads only our own files, refuses to frame it, and sniffs no types.
package struct ProtectiveHeaders: RouterMiddleware {
    package typealias Context = ObserverRequestContext

    package init() {}

    private static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        // Trusted Types keep strings from becoming markup or code, even through a bug in the page.
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = .problem(error.status, error.body ?? error.status.reasonPhrase)
        }
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in Self.others { response.headers[name] = value }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }

    private static let others: [(HTTPField.Name, String)] = [
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ].map { name, value in
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a name that a header can have") }
        return (name, value)
    }
}
