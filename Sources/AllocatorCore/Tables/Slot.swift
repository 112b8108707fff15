/// The place of an element in a `SlotTable`: a small integer that stays the same while the element is in the table.
///
/// The type parameter distinguishes the slots of different tables.
package struct Slot<Tag>: Hashable, Sendable {
    package let position: Int32

    package init(_ position: Int) { self.position = Int32(position) }

    package var index: Int { Int(position) }
}

// The tags are declared below the tables, so that tables can refer to each other by slot and still form layers.
package enum AgentTag {}
package enum FrameworkTag {}
package enum RoleTag {}

package typealias AgentSlot = Slot<AgentTag>
package typealias FrameworkSlot = Slot<FrameworkTag>
package typealias RoleSlot = Slot<RoleTag>
