import HTTPTypes
package import Hummingbird

/// The files of the page, embedded in the executable so that it is self-contained.
package struct PageFiles: Sendable {
    private struct File: Sendable {
        let bytes: [UInt8]
        let mediaType: String
        let tag: String
    }

    private let files: [String: File]

    package init() {
        let script = "text/javascript; charset=utf-8"
        files = [
            "index.html": ("text/html; charset=utf-8", PackageResources.index_html),
            "style.css": ("text/css; charset=utf-8", PackageResources.style_css),
            "icon.svg": ("image/svg+xml", PackageResources.icon_svg),
            "agents.js": (script, PackageResources.agents_js),
            "chart.js": (script, PackageResources.chart_js),
            "colour.js": (script, PackageResources.colour_js),
            "dom.js": (script, PackageResources.dom_js),
            "format.js": (script, PackageResources.format_js),
            "framework.js": (script, PackageResources.framework_js),
            "frameworks.js": (script, PackageResources.frameworks_js),
            "main.js": (script, PackageResources.main_js),
            "roles.js": (script, PackageResources.roles_js),
            "store.js": (script, PackageResources.store_js),
            "totals.js": (script, PackageResources.totals_js),
        ].mapValues { mediaType, bytes in File(bytes: bytes, mediaType: mediaType, tag: Self.tag(of: bytes)) }
    }

    package var names: [String] { files.keys.sorted() }

    /// Returns a file, or 304 if the browser's copy is current.
    package func response(_ name: String, to request: Request) throws -> Response {
        guard let file = files[name] else { throw HTTPError(.notFound, message: "there is no such file") }
        if request.headers[.ifNoneMatch] == file.tag {
            return Response(status: .notModified, headers: [.eTag: file.tag, .cacheControl: "no-cache"])
        }
        var response = Response.body(file.bytes, file.mediaType)
        response.headers[.eTag] = file.tag
        // Browsers cache the file but revalidate it, so that an upgraded observer serves its new page at once.
        response.headers[.cacheControl] = "no-cache"
        return response
    }

    /// Computes an FNV-1a hash, which suffices to tell versions apart.
    private static func tag(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\"\(String(hash, radix: 16))\""
    }
}
