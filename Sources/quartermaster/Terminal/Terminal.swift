import AllocatorLoad
import Foundation
import Glibc

/// Output to the user on standard output and standard error.
enum Terminal {
    /// Whether standard output may be coloured: on a terminal, unless NO_COLOR is set or the terminal is dumb.
    static var hasColours: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// The maximum width of a line on standard output.
    static var width: LineWidth { width(of: STDOUT_FILENO) }

    /// The maximum width of a progress line on standard error.
    static var progressWidth: LineWidth { width(of: STDERR_FILENO) }

    private static func width(of descriptor: Int32) -> LineWidth {
        guard isatty(descriptor) == 1 else { return .unbounded }
        return .terminal(columns: size(of: descriptor).columns)
    }

    /// The size of a terminal.
    ///
    /// - Returns: The numbers of columns and rows, each `nil` if the terminal does not report it.
    static func size(of descriptor: Int32) -> (columns: Int?, rows: Int?) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (nil, nil) }
        return (size.ws_col > 0 ? Int(size.ws_col) : nil, size.ws_row > 0 ? Int(size.ws_row) : nil)
    }

    /// Writes to standard output without a buffer, so that the lines of several threads stay in order.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// Writes a progress line to standard error. On a terminal, the next progress line replaces it.
    static func showProgress(_ line: String) {
        write(isWatched ? "\r\(line)\u{1B}[K" : "\(line)\n")
    }

    /// Keeps the last progress line and continues on the next line.
    static func endProgress() {
        if isWatched { write("\n") }
    }

    /// Removes the last progress line.
    static func clearProgress() {
        if isWatched { write("\r\u{1B}[K") }
    }

    /// Whether standard error is a terminal, on which progress can be shown.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes a remark to standard error, so that it does not mix with the output of the command.
    static func remark(_ line: String) {
        write("\(line)\n")
    }

    static func complain(_ text: String) {
        write("quartermaster: \(text)\n")
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
