import GitHubGateway
import Testing

struct PatchHunksTests {
    @Test func `new lines are found, with their numbers at the head`() {
        let patch = """
            @@ -1,4 +1,5 @@ def a():
             one
            -two
            +TWO
            +two and a half
             three
             four
            @@ -10,2 +11,2 @@
            -ten
            +TEN
             eleven
            \\ No newline at end of file
            """
        #expect(PatchHunks.newLines(in: patch) == [2...3, 11...11])
    }

    @Test func `a new file, a deletion and a single line are read`() {
        #expect(PatchHunks.newLines(in: "@@ -0,0 +1,2 @@\n+a\n+b") == [1...2])
        #expect(PatchHunks.newLines(in: "@@ -1,2 +0,0 @@\n-a\n-b") == [])
        #expect(PatchHunks.newLines(in: "@@ -3 +3 @@ context\n-a\n+b\n\\ No newline at end of file\n") == [3...3])
    }

    @Test func `carriage returns belong to their lines`() {
        #expect(PatchHunks.newLines(in: "@@ -1,2 +1,2 @@\r\n a\r\n-b\r\n+c\r") == [2...2])
    }

    @Test(arguments: [
        "", "no patch", "@@ -1 +1 @@", "@@ -1,2 +1,2 @@\n a", "@@ -1,1 +1,1 @@\n-a\n+b\n+c", "@@ -1,1 +1,1 @@\n*a",
        "@@ -1,-1 +1,1 @@\n+a", "@@ -99999999999999999999 +1 @@\n-a\n+b",
        "@@ -1,2147483647 +2147483647,2147483647 @@\n+a",
        "@@ bad @@\n+a", "@@ -1 +1\n-a\n+b", "+a\n@@ -1 +1 @@\n-a\n+b", "Binary files differ",
    ]) func `what is no whole patch counts every line instead`(_ patch: String) {
        #expect(PatchHunks.newLines(in: patch) == nil)
    }

    @Test func `for any two texts, the ranges are exactly the added lines`() {
        for seed in 0..<300 {
            var random = SeededGenerator(state: UInt64(seed))
            let made = RandomPatch(using: &random)
            let lines = (PatchHunks.newLines(in: made.text) ?? []).flatMap(Array.init)
            #expect(lines == made.added, "seed \(seed): \(made.text)")
        }
    }

    @Test func `a patch cut or garbled anywhere never crashes, and never adds lines past its hunks`() {
        for seed in 0..<100 {
            var random = SeededGenerator(state: UInt64(seed))
            let made = RandomPatch(using: &random)
            var bytes = Array(made.text.utf8)
            guard !bytes.isEmpty else { continue }
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            let cut = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
            let ranges = PatchHunks.newLines(in: String(decoding: cut, as: UTF8.self)) ?? []
            #expect(ranges.reduce(0) { $0 + $1.count } <= cut.count)
        }
    }
}

/// A patch made line by line, with the numbers that its new lines must have.
private struct RandomPatch {
    var text = ""
    var added: [Int] = []

    init(using random: inout some RandomNumberGenerator) {
        var old = 1
        var new = 1
        var hunks: [String] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let gap = Int.random(in: 1...20, using: &random)
            old += gap
            new += gap
            let start = (old: old, new: new)
            var lines: [String] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                switch Int.random(in: 0...2, using: &random) {
                case 0:
                    lines.append("+@@ -1 +1 @@ new \(new)")
                    self.added.append(new)
                    new += 1
                case 1:
                    lines.append("-- gone")
                    old += 1
                default:
                    lines.append(Bool.random(using: &random) ? "" : " kept\r")
                    old += 1
                    new += 1
                }
            }
            hunks.append("@@ -\(start.old),\(old - start.old) +\(start.new),\(new - start.new) @@ f()")
            hunks += lines
        }
        self.text = hunks.joined(separator: "\n")
    }
}

/// SplitMix64: the same numbers for the same seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
