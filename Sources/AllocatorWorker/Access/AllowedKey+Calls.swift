package import AllocatorCore

extension AllowedKey {
    /// Checks whether the key has the right that the call requires.
    ///
    /// - Parameter owner: Returns the master that a framework belongs to, or `nil` if the framework is unknown.
    /// - Returns: The error to answer with, or `nil` if the key may make the call.
    package func refusal(of call: Call, named name: String, owner: (Name) -> String?) -> Refusal? {
        switch call.scope {
        case .sender:
            return nil
        case .cluster:
            guard !mayChangeCluster else { return nil }
            return .permissionDenied(
                "key \(self.name) may not send \(name), which affects the whole cluster or its agents: send it with "
                    + "another key, or set 'cluster: true' for this one in the worker's allow-list")
        case .unnamedFramework:
            guard !mayActForAnyMaster else { return nil }
            return .permissionDenied(
                "key \(self.name) may not send \(name) without a framework_id, since it could affect other "
                    + "masters' frameworks: name the framework, or set 'any_master: true' for this key in the "
                    + "worker's allow-list")
        case .framework(let framework):
            guard !mayActForAnyMaster, let owner = owner(framework), !observation.masters.covers(owner) else {
                return nil
            }
            return .permissionDenied(
                "key \(self.name) may not send \(name) for framework '\(framework)', which belongs to master \(owner): "
                    + "send it with a key of that master, or set 'any_master: true' for this one in the worker's "
                    + "allow-list"
            )
        }
    }
}
