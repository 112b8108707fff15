/// The format of log lines.
package enum LogFormat: String, CaseIterable, Sendable {
    /// Time, level, message, then `key=value` of the metadata.
    case text
    /// An object with `time`, `level`, `message` and `metadata`.
    case json
}
