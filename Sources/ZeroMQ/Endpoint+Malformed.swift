extension Endpoint {
    /// A malformed endpoint, and what is wrong with it.
    package struct Malformed: Error, Hashable {
        package let text: String
        package let reason: Reason

        package enum Reason: Hashable, Sendable {
            case zeroByte
            case noScheme
            case unknownScheme(String)
            case emptyHost
            case badHost(String)
            case noPort
            case badPort(String)
            case wildcardToConnect
            case emptyPath
            case pathTooLong(Int)
            case emptyName
            case nameTooLong(Int)
        }

        init(_ text: String, _ reason: Reason) {
            self.text = text
            self.reason = reason
        }
    }
}

extension Endpoint.Malformed: CustomStringConvertible {
    /// The maximum number of characters of the text that are shown, because it may be of any length.
    private static let shownCharacters = 300

    package var description: String {
        let shown = text.count > Self.shownCharacters ? text.prefix(Self.shownCharacters) + "…" : text[...]
        return "\(String(shown).debugDescription) is not an endpoint: \(reason)"
    }
}

extension Endpoint.Malformed.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .zeroByte:
            "it contains a zero byte; remove it"
        case .noScheme:
            "it has no scheme; write tcp://host:port, ipc://path or inproc://name"
        case .unknownScheme(let scheme):
            "the scheme \(scheme.debugDescription) is not known; use \(Self.schemes)"
        case .emptyHost:
            "the host is missing; write tcp://host:port, with the host * to bind to all interfaces"
        case .badHost(let host):
            "\(host.debugDescription) is not a host; write a name, an IPv4 address or an IPv6 address in brackets"
        case .noPort:
            "the port is missing; write tcp://host:port"
        case .badPort(let port):
            "\(port.debugDescription) is not a port; write 1 to 65535, or * to bind to a free one"
        case .wildcardToConnect:
            "one cannot connect to *; write the address that the peer is bound to"
        case .emptyPath:
            "the path is missing; write ipc://path"
        case .pathTooLong(let bytes):
            "the path has \(bytes) bytes, at most \(Endpoint.maximumPathBytes) are possible; choose a shorter one"
        case .emptyName:
            "the name is missing; write inproc://name"
        case .nameTooLong(let bytes):
            "the name has \(bytes) bytes, at most \(Endpoint.maximumNameBytes) are possible; choose a shorter one"
        }
    }

    private static var schemes: String {
        Endpoint.Scheme.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
