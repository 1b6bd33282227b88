import Foundation
import HealingDomain
import HealingTesting
import Scanning
import Testing

struct FolderScanTests {
    @Test func `files are scanned in the order of their paths, with paths below the folder`() async throws {
        let folder = try ScratchFolder()
        try folder.write("b.py", "danger()\n")
        try folder.write("a/z.py", "danger()\n")
        try folder.write("a/B.js", "danger()\n")
        try folder.write("README.md", "danger()\n")
        let scanner = ScriptedCodeScanner(flagging: "danger")
        let report = try await FolderScan(scanner: scanner)(folder.path)
        #expect(report.findings.map(\.path) == ["a/B.js", "a/z.py", "b.py"])
        #expect(report.problems.isEmpty)
        #expect(Set(report.findings.map(\.repository.rawValue)) == [folder.url.lastPathComponent])
        #expect(Set(report.findings.map(\.commit)) == [CommitSHA.none])
    }

    @Test func `symbolic links are not followed, to files or to folders`() async throws {
        let outside = try ScratchFolder()
        try outside.write("secret.py", "danger()\n")
        let folder = try ScratchFolder()
        try folder.write("own.py", "danger()\n")
        let files = FileManager.default
        try files.createSymbolicLink(
            at: folder.url.appending(path: "link.py"), withDestinationURL: outside.url.appending(path: "secret.py"))
        try files.createSymbolicLink(at: folder.url.appending(path: "linked"), withDestinationURL: outside.url)
        try files.createSymbolicLink(at: folder.url.appending(path: "circle"), withDestinationURL: folder.url)
        let report = try await FolderScan(scanner: ScriptedCodeScanner(flagging: "danger"))(folder.path)
        #expect(report.findings.map(\.path) == ["own.py"])
    }

    @Test func `dependencies and build output are left out, unless they are what was named`() async throws {
        let folder = try ScratchFolder()
        try folder.write("src/app.py", "danger()\n")
        for name in [".git", "node_modules", "vendor", ".venv", "venv", "dist", "build", "target", "src/__pycache__"] {
            try folder.write("\(name)/x.py", "danger()\n")
        }
        let scan = FolderScan(scanner: ScriptedCodeScanner(flagging: "danger"))
        #expect(try await scan(folder.path).findings.map(\.path) == ["src/app.py"])
        #expect(try await scan("\(folder.path)/vendor").findings.map(\.path) == ["x.py"])
    }

    @Test func `a file that is too large, not text or not readable is told and the others are scanned`() async throws {
        let folder = try ScratchFolder()
        try folder.write("large.py", String(repeating: "#", count: 1_000_001))
        try folder.write("whole.py", String(repeating: "#", count: 1_000_000))
        try Data([0x23, 0xFF, 0xFE]).write(to: folder.url.appending(path: "latin.py"))
        try folder.write("ok.py", "danger()\n")
        let scanner = ScriptedCodeScanner(flagging: "danger")
        let report = try await FolderScan(scanner: scanner)(folder.path)
        #expect(report.findings.map(\.path) == ["ok.py"])
        #expect(
            report.problems == [
                ScanReport.Problem(path: "large.py", reason: "it is larger than 1000000 bytes"),
                ScanReport.Problem(path: "latin.py", reason: "it is not UTF-8 text"),
            ])
        #expect(await scanner.scans.flatMap { $0 }.map(\.path) == ["ok.py", "whole.py"])
    }

    @Test func `files beyond the limit are told with their number, and batches stay small`() async throws {
        let folder = try ScratchFolder()
        for number in 1...7 { try folder.write("f\(number).py", "danger()\n") }
        let scanner = ScriptedCodeScanner(flagging: "danger")
        let limits = FolderScan.Limits(files: 5, filesOfBatch: 2)
        let report = try await FolderScan(scanner: scanner, limits: limits)(folder.path)
        #expect(await scanner.scans.map(\.count) == [2, 2, 1])
        #expect(report.findings.count == 5)
        let problem = try #require(report.problems.first)
        #expect(report.problems.count == 1)
        #expect(problem.path == "f6.py")
        #expect(problem.reason.hasPrefix("this file and 1 after it were not scanned"))
    }

    @Test func `findings below the asked severity are left out`() async throws {
        let folder = try ScratchFolder()
        try folder.write("a.py", "danger()\n")
        let scan = FolderScan(scanner: ScriptedCodeScanner(flagging: "danger", severity: .medium))
        #expect(try await scan(folder.path, minimumSeverity: .medium).findings.count == 1)
        #expect(try await scan(folder.path, minimumSeverity: .high).findings.isEmpty)
    }

    @Test func `what is no folder is refused with advice`() async throws {
        let folder = try ScratchFolder()
        try folder.write("a.py", "")
        let scan = FolderScan(scanner: ScriptedCodeScanner())
        for path in ["\(folder.path)/a.py", "\(folder.path)/absent"] {
            let fault = await #expect(throws: Fault.self) { try await scan(path) }
            #expect(fault?.advice != nil)
            #expect(fault?.doing.contains(path) == true)
        }
    }

    @Test func `what the scanner could not do is passed on`() async throws {
        let folder = try ScratchFolder()
        try folder.write("a.py", "x\n")
        let scanner = ScriptedCodeScanner()
        await scanner.report(.init(path: "a.py", reason: "line 1 could not be parsed"))
        let report = try await FolderScan(scanner: scanner)(folder.path)
        #expect(report.problems == [.init(path: "a.py", reason: "line 1 could not be parsed")])
        await scanner.fail(with: Fault(doing: "scanning", detail: "no scanner"))
        await #expect(throws: Fault.self) { try await FolderScan(scanner: scanner)(folder.path) }
    }
}

/// A folder of its own for one test, removed after it.
private final class ScratchFolder {
    let url: URL
    var path: String { self.url.path }

    init() throws {
        self.url = FileManager.default.temporaryDirectory.appending(path: "folder-scan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: self.url) }

    func write(_ path: String, _ content: String) throws {
        let place = self.url.appending(path: path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content.utf8).write(to: place)
    }
}
