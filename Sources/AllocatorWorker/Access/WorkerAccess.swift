package import ZeroMQ

/// How a worker that asks for keys knows itself and others.
package struct WorkerAccess: Sendable {
    /// The worker's own.
    package let keys: CurveKeyPair
    /// Who may connect, at the start.
    package let list: AllowList
    /// Where that is read from, and read again.
    package let file: String

    package init(keys: CurveKeyPair, list: AllowList, file: String) {
        self.keys = keys
        self.list = list
        self.file = file
    }
}
