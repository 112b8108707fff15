import Glibc

/// Exclusive use of the whole terminal. `deinit` restores its previous state.
struct Screen: ~Copyable {
    struct Size: Equatable {
        var columns: Int
        var rows: Int
    }

    private let before: termios

    /// - Throws: `NoTerminal` if standard input or output is not a terminal.
    init() throws {
        var settings = termios()
        guard isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { throw NoTerminal() }
        before = settings
        // Reads keys without waiting for a line, and without echo. ^C still raises a signal.
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        Self.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    deinit {
        Self.write("\u{1B}[?25h\u{1B}[?1049l")
        var settings = before
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// The size of the terminal, or 80 by 24 if it does not report one.
    var size: Size {
        let size = Terminal.size(of: STDOUT_FILENO)
        return Size(columns: size.columns ?? 80, rows: size.rows ?? 24)
    }

    /// Replaces the contents of the screen by these lines.
    func show(_ lines: [String]) {
        let picture = lines.map { "\($0)\u{1B}[K" }.joined(separator: "\r\n")
        Self.write("\u{1B}[H\(picture)\u{1B}[J")
    }

    /// Waits up to `limit` for the key q, the end of the input or a signal.
    ///
    /// - Returns: Whether q or the end of the input was read.
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
    var description: String { "top needs a terminal; to print the roles once, use `quartermaster state roles`" }
}
