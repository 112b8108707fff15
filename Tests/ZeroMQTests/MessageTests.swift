import Testing
import ZeroMQ

@Suite struct MessageTests {
    @Test func `a new message is empty`() {
        let message = Message()
        #expect(message.count == 0)
        #expect(message.isEmpty == true)
        #expect(message.bytes == [])
        #expect(message.more == false)
    }

    @Test(arguments: [0, 1, 32, 33, 34, 35, 1024])
    func `a message holds the bytes that it was given`(count: Int) throws {
        let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let fromArray = try Message(expected)
        #expect(fromArray.bytes == expected)
        let fromPointer = try expected.withUnsafeBytes { try Message(copying: $0).bytes }
        #expect(fromPointer == expected)
        let fromSpan = try Message(copying: expected.span.bytes)
        #expect(fromSpan.bytes == expected)
        let filled = try Message(count: count) { $0.copyBytes(from: expected) }
        #expect(filled.bytes == expected)
    }

    @Test(arguments: [0, 33, 34])
    func `a span shows a message's bytes in place`(count: Int) throws {
        let message = try Message([UInt8](repeating: 9, count: count))
        let sum = message.withBytes { span in
            (0..<span.byteCount).reduce(0) { $0 + Int(span.unsafeLoad(fromByteOffset: $1, as: UInt8.self)) }
        }
        #expect(sum == 9 * count)
    }

    @Test(arguments: [5, 33, 34, 4096])
    func `a copy of a message outlives the original`(count: Int) throws {
        let expected = [UInt8](repeating: 3, count: count)
        var original = try Message(expected)
        let copy = try Message(copying: original)
        original = Message()
        #expect(copy.bytes == expected)
        #expect(original.isEmpty == true)
    }

    @Test(arguments: [5, 33, 34, 4096])
    func `moving a message leaves the source empty`(count: Int) throws {
        let expected = [UInt8](repeating: 4, count: count)
        var source = try Message(expected)
        var target = try Message(bytes("former"))
        target.move(from: &source)
        #expect(target.bytes == expected)
        #expect(source.isEmpty == true)
    }

    @Test func `moving a large message does not copy its bytes`() throws {
        var source = try Message([UInt8](repeating: 1, count: 4096))
        let before = source.withUnsafeBytes { $0.baseAddress }
        var target = Message()
        target.move(from: &source)
        #expect(target.withUnsafeBytes { $0.baseAddress } == before)
    }

    @Test func `a message of a negative size is a precondition failure`() async {
        await #expect(processExitsWith: .failure) { _ = try Message(count: -1) { _ in } }
    }

    @Test func `sending a message without frames is a precondition failure`() async {
        await #expect(processExitsWith: .failure) {
            let pair = try Socket(.pair, in: Context())
            _ = try pair.send(frames: [], .dontWait)
        }
    }
}
