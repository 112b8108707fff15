/// Where a socket binds or connects, checked before libzmq sees it.
///
/// Written as libzmq writes it, with czmq's prefixes: `@tcp://…` binds, `>tcp://…` connects, without a prefix the
/// reader's default holds.
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

    /// The longest `ipc` path in bytes: what a Unix socket address holds with its closing zero.
    package static let maximumPathBytes = 107
    /// The longest `inproc` name in bytes.
    package static let maximumNameBytes = 255

    package let direction: Direction
    package let scheme: Scheme
    /// The endpoint without its prefix, as libzmq takes it.
    package let address: String

    /// - Parameter direction: What to do where `text` has no prefix.
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
    /// What is wrong with the part after `://`, if anything.
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
        // `source;destination`: the source is an address of this machine, as one that binds; any port will do there.
        let source = rest[..<semicolon]
        let destination = rest[rest.index(after: semicolon)...]
        let sourceFlaw = source.hasSuffix(":0") ? nil : hostAndPortFlaw(in: source, .bind)
        return sourceFlaw ?? hostAndPortFlaw(in: destination, .connect)
    }

    private static func hostAndPortFlaw(
        in rest: Substring, _ direction: Endpoint.Direction
    ) -> Endpoint.Malformed.Reason? {
        // The last colon: an IPv6 host has colons of its own.
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
