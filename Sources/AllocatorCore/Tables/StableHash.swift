/// A hash that is the same in every process and on every machine: 64-bit FNV-1a (Fowler, Noll, Vo).
///
/// It has no secret key, so names can be chosen to collide.
package enum StableHash {
    package static func of(_ name: Name) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.string.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
