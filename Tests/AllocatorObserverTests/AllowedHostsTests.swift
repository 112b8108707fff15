import AllocatorObserver
import Testing

@Suite("Hosts that the observer answers under")
struct AllowedHostsTests {
    private let hosts = AllowedHosts(["Observer.example"])

    @Test(arguments: [
        "127.0.0.1", "127.0.0.1:5580", "192.0.2.7:80", "[::1]:5580", "[::1]", "localhost", "LOCALHOST:1",
        "observer.example",
        "observer.EXAMPLE:5580",
    ])
    func `addresses, localhost and the names given are answered`(authority: String) {
        #expect(hosts.allows(authority))
    }

    @Test(arguments: [
        "", "evil.example", "evil.example:5580", "localhost.evil.example", "127.0.0.1.evil.example",
        "observer.example.",
        "xobserver.example", "127.0.0.1:evil", "127.0.0.1:80:80", "[::1", "[::1]x", "[localhost]:x", "127.1", "::1:x",
        "0x7f000001", "evil.example@127.0.0.1", "127.0.0.1/evil", "127.0.0.1\0",
    ])
    func `a name that another page may have given this address is not`(authority: String) {
        #expect(!hosts.allows(authority))
    }
}
