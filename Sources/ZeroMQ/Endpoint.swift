/// The address that a socket binds or connects to, validated before libzmq gets it.
///
/// The text is libzmq's, with czmq's prefixes: `@tcp://…` binds, `>tcp://…` connects. Without a prefix, the caller's
/// default applies.
package struct Endpoint: Hashable, Sendable {
    package enum Direction: Sendable {
        case bind
        case connect
    }

    package enum Scheme: String, CaseIterable, Sendable {
        case tcp
        case ipc
        case inproc
    }

    /// The maximum length of an `ipc` path in bytes: that of a Unix socket address without its terminating zero.
    package static let maximumPathBytes = 107
    /// The maximum length of an `inproc` name in bytes.
    package static let maximumNameBytes = 255

    package let direction: Direction
    package let scheme: Scheme
    /// The endpoint in libzmq's form, without the prefix.
    package let address: String

    /// - Parameter direction: The direction if `text` has no prefix.
    package init(_ text: String, default direction: Direction = .bind) throws(Malformed) {
        let (prefix, address) = Self.split(text)
        self.direction = prefix ?? direction
        self.address = String(address)
        guard !address.utf8.contains(0) else { throw Malformed(text, .zeroByte) }
        guard let separator = address.firstRange(of: "://") else { throw Malformed(text, .noScheme) }
        let name = address[..<separator.lowerBound]
        guard let scheme = Scheme(rawValue: String(name)) else { throw Malformed(text, .unknownScheme(String(name))) }
        self.scheme = scheme
        if let reason = scheme.flaw(in: address[separator.upperBound...], self.direction) {
            throw Malformed(text, reason)
        }
    }

    private static func split(_ text: String) -> (Direction?, Substring) {
        switch text.first {
        case "@": (.bind, text.dropFirst())
        case ">": (.connect, text.dropFirst())
        default: (nil, text[...])
        }
    }
}

extension Endpoint: CustomStringConvertible {
    package var description: String { (direction == .bind ? "@" : ">") + address }
}

extension Endpoint.Scheme {
    /// Validates the part after `://`.
    ///
    /// - Returns: The fault, if any.
    fileprivate func flaw(in rest: Substring, _ direction: Endpoint.Direction) -> Endpoint.Malformed.Reason? {
        switch self {
        case .tcp:
            return TCPAddress.flaw(in: rest, direction)
        case .ipc:
            if rest.isEmpty { return .emptyPath }
            if rest == "*" && direction == .connect { return .wildcardToConnect }
            let size = rest.utf8.count
            return size > Endpoint.maximumPathBytes ? .pathTooLong(size) : nil
        case .inproc:
            if rest.isEmpty { return .emptyName }
            let size = rest.utf8.count
            return size > Endpoint.maximumNameBytes ? .nameTooLong(size) : nil
        }
    }
}

/// The `host:port` of a tcp endpoint.
private enum TCPAddress {
    static func flaw(in rest: Substring, _ direction: Endpoint.Direction) -> Endpoint.Malformed.Reason? {
        guard direction == .connect, let semicolon = rest.firstIndex(of: ";") else {
            return hostAndPortFlaw(in: rest, direction)
        }
        // `source;destination`: the source is an address of this machine, with any port, as for binding.
        let source = rest[..<semicolon]
        let destination = rest[rest.index(after: semicolon)...]
        let sourceFlaw = source.hasSuffix(":0") ? nil : hostAndPortFlaw(in: source, .bind)
        return sourceFlaw ?? hostAndPortFlaw(in: destination, .connect)
    }

    private static func hostAndPortFlaw(
        in rest: Substring, _ direction: Endpoint.Direction
    ) -> Endpoint.Malformed.Reason? {
        // The last colon, because an IPv6 host contains colons.
        guard let colon = rest.lastIndex(of: ":") else { return .noPort }
        let host = rest[..<colon]
        let port = rest[rest.index(after: colon)...]
        if let flaw = hostFlaw(host, direction) { return flaw }
        if port == "*" { return direction == .bind ? nil : .wildcardToConnect }
        let isNumber = !port.isEmpty && port.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isNumber, let number = UInt16(port), number > 0 else { return .badPort(String(port)) }
        return nil
    }

    private static func hostFlaw(_ host: Substring, _ direction: Endpoint.Direction) -> Endpoint.Malformed.Reason? {
        if host.isEmpty { return .emptyHost }
        if host == "*" { return direction == .bind ? nil : .wildcardToConnect }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if host.contains(":") && !isBracketed { return .badHost(String(host)) }
        let isClean = host.utf8.allSatisfy { $0 > UInt8(ascii: " ") && $0 != 0x7f && $0 != UInt8(ascii: "/") }
        return isClean ? nil : .badHost(String(host))
    }
}
