import Foundation
import Testing

struct HouseRules {
    private static let lineCap = 350

    @Test func `no file outgrows a reader`() throws {
        let files = try SourceTree.sources() + SourceTree.tests()
        let long = files.filter {
            $0.text.split(separator: "\n", omittingEmptySubsequences: false).count > Self.lineCap
        }
        #expect(long.map(\.path) == [])
    }

    @Test func `most files are short`() throws {
        let counts = try SourceTree.sources()
            .map { $0.text.split(separator: "\n", omittingEmptySubsequences: false).count }.sorted()
        #expect(counts[counts.count / 2] <= 120)
        #expect(counts[counts.count * 9 / 10] <= 220)
    }

    @Test func `there are no drawers`() throws {
        let drawers = ["Utils", "Utilities", "Helpers", "Helper", "Common", "Misc", "Manager"]
        let offenders = try (SourceTree.sources() + SourceTree.tests()).filter { file in
            file.path.split(separator: "/").contains { piece in
                drawers.contains { String(piece).replacing(".swift", with: "").hasSuffix($0) }
            }
        }
        #expect(offenders.map(\.path) == [])
    }

    @Test(arguments: [
        "try!", "as!", "fatalError(", "TODO", "FIXME", "@testable", "public func", "public struct",
        "nonisolated(unsafe)",
    ])
    func `no source holds`(_ word: String) throws {
        #expect(try SourceTree.sources().filter { $0.text.contains(word) }.map(\.path) == [])
    }

    @Test func `the top level holds what the layout names`() throws {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "slack-manifest", "terraform", "README.md", "scripts", "docs",
            "Package.resolved", "artefacts",
        ]
        let names = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
        #expect(names.filter { !$0.hasPrefix(".") && !allowed.contains($0) } == [])
    }

    @Test func `every step of the flow has its file, and the docs name it`() throws {
        let flow = try SourceTree.sources().filter { $0.module == "HealingFlow" }
        let steps = try #require(flow.first { $0.path.hasSuffix("HealingStep.swift") })
        let names = try #require(steps.text.split(separator: "\n").first { $0.contains("case ") })
            .replacing("case ", with: "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let folders = [
            "detect": "1-Detect", "find": "2-Find", "gate": "3-Gate", "decide": "4-Decide", "act": "5-Act",
            "announce": "5-Act", "learn": "7-Learn",
        ]
        for name in names {
            let folder = try #require(folders[name], "no folder for step \(name)")
            #expect(flow.contains { $0.path.contains("/\(folder)/") }, "step \(name)")
        }
        let readme = try String(contentsOf: SourceTree.root.appending(path: "README.md"), encoding: .utf8)
        for folder in Set(folders.values) { #expect(readme.contains(folder), "README does not name \(folder)") }
    }
}
