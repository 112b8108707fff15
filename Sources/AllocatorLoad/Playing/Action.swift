/// What a player tells the allocator. Frameworks and machines go by their indices in the workload.
package enum Action: Hashable, Sendable {
    /// So much of what was offered is used from now on.
    case accept(framework: Int, machine: Int, amounts: Amounts)
    /// So much of what was offered is not wanted, and not to be offered again for a while.
    case decline(framework: Int, machine: Int, amounts: Amounts)
    /// So much of what was used is free again.
    case finish(framework: Int, machine: Int, amounts: Amounts)
    /// Nothing waits there.
    case suppress(framework: Int)
    /// Something new waits there: whatever was declined before may fit it.
    case revive(framework: Int)
}
