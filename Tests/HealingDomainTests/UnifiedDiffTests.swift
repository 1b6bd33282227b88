import Foundation
import HealingDomain
import HealingTesting
import Testing

struct UnifiedDiffTests {
    @Test func `a changed line is shown with three lines of context`() {
        let original = (1...9).map { "line \($0)\n" }.joined()
        let change = ProposedChange(
            path: "a b.txt", original: original, updated: original.replacing("line 5", with: "line five"))
        let diff = UnifiedDiff(change)
        #expect(
            diff.text == """
                --- a/a b.txt\t
                +++ b/a b.txt\t
                @@ -2,7 +2,7 @@
                 line 2
                 line 3
                 line 4
                -line 5
                +line five
                 line 6
                 line 7
                 line 8

                """)
        #expect(diff.additions == 1 && diff.removals == 1)
    }

    @Test func `no change is no diff`() {
        #expect(UnifiedDiff(ProposedChange(path: "a", original: "x\n", updated: "x\n")).text.isEmpty)
    }

    @Test func `bytes count, not characters`() {
        let composed = ProposedChange(path: "a", original: "caf\u{E9}\n", updated: "cafe\u{301}\n")
        #expect(UnifiedDiff(composed).additions == 1)
        let endings = ProposedChange(path: "a", original: "x\r\ny\n", updated: "x\ny\n")
        #expect(UnifiedDiff(endings).text.contains("-x\r\n+x\n"))
    }

    @Test func `two texts with nothing in common and thousands of lines are done at once`() {
        let original = (0..<8000).map { "a\($0)\n" }.joined()
        let updated = (0..<8000).map { "b\($0)\n" }.joined()
        let diff = UnifiedDiff(ProposedChange(path: "a", original: original, updated: updated))
        #expect(diff.additions == 8000 && diff.removals == 8000)
    }

    @Test func `git applies the diff of any two texts and gets the second`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "unified-diff-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var generator = SplitMix64(seed: 42)
        for round in 0..<60 {
            let original = Self.text(&generator)
            let updated = round % 5 == 0 ? Self.text(&generator) : Self.edited(original, &generator)
            let name = ["plain.txt", "two words.py", "tab\there.js", "qu\"ote.go", "ümlaut.rb"][round % 5]
            let diff = UnifiedDiff(ProposedChange(path: name, original: original, updated: updated))
            let file = folder.appending(path: name)
            try original.write(to: file, atomically: true, encoding: .utf8)
            if !diff.text.isEmpty { try Self.git(["apply", "--whitespace=nowarn", "-"], in: folder, input: diff.text) }
            let result = try Data(contentsOf: file)
            try #require(result == Data(updated.utf8), "round \(round): \(diff.text.debugDescription)")
        }
    }

    private static func text(_ generator: inout SplitMix64) -> String {
        let lines = [
            "x = 1", "", "  return y", "}", "caf\u{E9}", "\\ No newline", "-- a/b", "@@ -1 +1 @@", "tab\t", "cr\r",
        ]
        let count = Int.random(in: 0...30, using: &generator)
        let text = (0..<count).map { _ in (lines.randomElement(using: &generator) ?? "") + "\n" }.joined()
        return Bool.random(using: &generator) && !text.isEmpty ? text + "end" : text
    }

    private static func edited(_ text: String, _ generator: inout SplitMix64) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let index = Int.random(in: 0..<max(1, lines.count), using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0 where !lines.isEmpty: lines.remove(at: min(index, lines.count - 1))
            case 1 where !lines.isEmpty: lines[min(index, lines.count - 1)] += "!"
            default: lines.insert("new \(index)", at: min(index, lines.count))
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func git(_ arguments: [String], in folder: URL, input: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["GIT_CEILING_DIRECTORIES": folder.deletingLastPathComponent().path]) { $1 }
        let (standardInput, standardError) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardError = standardError
        try process.run()
        standardInput.fileHandleForWriting.write(Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let errors = try standardError.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git: \(String(decoding: errors, as: UTF8.self))\n\(input)")
    }
}
