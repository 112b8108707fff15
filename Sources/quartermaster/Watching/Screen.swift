import Glibc

/// The whole terminal, as long as this lives; afterwards it is as it was.
struct Screen: ~Copyable {
    struct Size: Equatable {
        var columns: Int
        var rows: Int
    }

    private let before: termios

    /// - Throws: `NoTerminal` where standard input or output is none.
    init() throws {
        var settings = termios()
        guard isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { throw NoTerminal() }
        before = settings
        // Keys come at once and are not shown; ^C still is a signal.
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        Self.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    deinit {
        Self.write("\u{1B}[?25h\u{1B}[?1049l")
        var settings = before
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// 80 by 24 where the terminal does not tell.
    var size: Size {
        let size = Terminal.size(of: STDOUT_FILENO)
        return Size(columns: size.columns ?? 80, rows: size.rows ?? 24)
    }

    /// Shows these lines and nothing else.
    func show(_ lines: [String]) {
        let picture = lines.map { "\($0)\u{1B}[K" }.joined(separator: "\r\n")
        Self.write("\u{1B}[H\(picture)\u{1B}[J")
    }

    /// Waits, at most so long, for a q, the end of the input or a signal.
    ///
    /// - Returns: whether a q or the end came.
    func waitForQuit(_ limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            let milliseconds = Int32(clamping: Int64(((deadline - .now) / .milliseconds(1)).rounded(.up)))
            var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, max(0, milliseconds))
            if ready < 0 { return false }
            guard ready > 0 else { continue }
            var key: UInt8 = 0
            guard read(STDIN_FILENO, &key, 1) == 1 else { return true }
            if key == UInt8(ascii: "q") || key == UInt8(ascii: "Q") { return true }
        }
        return false
    }

    private static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

struct NoTerminal: Error, CustomStringConvertible {
    var description: String { "top needs a terminal; for one look at the roles use `quartermaster state roles`" }
}
