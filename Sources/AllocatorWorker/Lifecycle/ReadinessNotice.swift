import Glibc

/// Notifies the service manager, such as systemd, that the service is up, by the protocol of sd_notify(3).
struct ReadinessNotice {
    /// The path of a datagram socket, or `@` and a name in the abstract namespace of Linux.
    private let address: String

    /// The notification couldn't be sent.
    struct Failure: Error, CustomStringConvertible {
        let address: String
        let reason: String

        var description: String {
            "could not notify the service manager at \(address): \(reason); it may consider the start a failure: check "
                + "NOTIFY_SOCKET, or give the unit Type=exec"
        }
    }

    init(address: String) { self.address = address }

    /// The notice of this process, or `nil` if no service manager expects one.
    static var ofThisProcess: ReadinessNotice? {
        guard let value = getenv("NOTIFY_SOCKET") else { return nil }
        let address = String(cString: value)
        return address.isEmpty ? nil : ReadinessNotice(address: address)
    }

    /// Notifies the service manager. Doesn't wait for it to read the message.
    func send() throws(Failure) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure }
        defer { close(descriptor) }
        var bytes = Array(address.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        guard bytes.count < MemoryLayout.size(ofValue: name.sun_path) else {
            throw Failure(address: address, reason: "the address is too long")
        }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        // Without trailing zeros, which would be part of an abstract name.
        let length = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: name.sun_path) + bytes.count
        let message = Array("READY=1".utf8)
        let sent = withUnsafePointer(to: name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, socklen_t(length))
            }
        }
        guard sent == message.count else { throw failure }
    }

    private var failure: Failure { Failure(address: address, reason: String(cString: strerror(errno))) }
}
