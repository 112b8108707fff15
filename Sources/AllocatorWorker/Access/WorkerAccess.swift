package import ZeroMQ

/// The keys and the allow-list of a worker that requires CURVE authentication.
package struct WorkerAccess: Sendable {
    /// The worker's own key pair.
    package let keys: CurveKeyPair
    /// The allow-list at the start.
    package let list: AllowList
    /// The path of the allow-list, for reloading it.
    package let file: String

    package init(keys: CurveKeyPair, list: AllowList, file: String) {
        self.keys = keys
        self.list = list
        self.file = file
    }
}
