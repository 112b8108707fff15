import AllocatorClient
import Testing

@Suite struct ResourceWordsTests {
    @Test(arguments: [
        ("cpus", 4.0, "4"), ("cpus", 2_048.5, "2048.5"), ("gpus", 0.25, "0.25"), ("mem", 0, "0 MiB"),
        ("mem", 512, "512 MiB"),
        ("mem", 1_023.5, "1023.5 MiB"), ("mem", 1_024, "1 GiB"), ("mem", 134_108, "130.965 GiB"),
        ("disk", 1_048_576, "1 TiB"), ("mem", 612_028_416, "583.676 TiB"), ("disk", 3_221_225_472, "3 PiB"),
        ("mem", -2_048, "-2 GiB"), ("memory", 2_048, "2048"),
    ])
    func `mem and disk have units, powers of 1,024, and nothing else has`(name: String, amount: Double, words: String) {
        #expect(ResourceWords.amount(amount, of: name) == words)
        #expect([name: amount].quantityWords == "\(name) \(words)")
    }

    @Test func `an amount that is not a number stays visible`() {
        #expect(ResourceWords.amount(.infinity, of: "mem") == "inf" && ResourceWords.amount(.nan, of: "disk") == "nan")
    }
}
