import Foundation
import HealingDomain
import Logging
import Scanning
import Testing

@Suite(.serialized)
struct SemgrepScannerTests {
    private let vulnerable = SourceFile(
        path: "app/models.py",
        content: """
            import yaml


            def find(cursor, name):
                cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
                return yaml.load(name)

            """)

    @Test func `a finding says what, where, why and how to fix it`() async throws {
        let report = try await ScanningFixture.scan(self.vulnerable)
        #expect(report.problems.isEmpty)
        #expect(
            report.findings.map(\.rule) == ["python.sql-injection.string-format", "python.deserialization.yaml-load"])
        let injection = try #require(report.findings.first)
        #expect(injection.detector == "semgrep")
        #expect(injection.cwe == "CWE-89")
        #expect(injection.issueType == "SQL_INJECTION")
        #expect(injection.severity == .high)
        #expect(injection.path == "app/models.py")
        #expect(injection.repository == "acme/shop")
        #expect(injection.snippet == #"    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)"#)
        #expect(injection.range == SourceRange(startLine: 5, startColumn: 20, endLine: 5, endColumn: 66))
        let yaml = try #require(report.findings.last)
        #expect(yaml.suggestedFix == "yaml.safe_load(name)")
        #expect(yaml.range == SourceRange(startLine: 6, startColumn: 12, endLine: 6, endColumn: 27))
    }

    @Test func `the warm server and a cold run over many files find the same`() async throws {
        let files = try ScanningFixture.ruleTestFiles()
        let cold = try ScanningFixture.scanner(limits: .init(batchSize: 1))
        let warm = try ScanningFixture.scanner(limits: .init(batchSize: .max))
        let expected = try await cold.scan(files, in: ScanningFixture.context)
        let found = try await warm.scan(files, in: ScanningFixture.context)
        #expect(expected.findings.count > 100)
        #expect(Set(expected.findings).symmetricDifference(found.findings).isEmpty)
        #expect(expected.findings == found.findings)
        #expect(expected.problems == found.problems)
        await cold.shutDown()
        await warm.shutDown()
    }

    @Test func `a finding keeps its fingerprint when lines and white space move, and two equal ones differ`()
        async throws
    {
        let line = "    cursor.execute(f\"SELECT * FROM t WHERE a = {name}\")\n"
        let before = SourceFile(path: "a.py", content: "def f(cursor, name):\n" + line + line)
        let after = SourceFile(
            path: "a.py", content: "import os\n\n\ndef f(cursor, name):\n    if name:\n    " + line + "    " + line)
        let first = try await ScanningFixture.scan(before).findings.map(\.fingerprint)
        let second = try await ScanningFixture.scan(after).findings.map(\.fingerprint)
        #expect(first.count == 2)
        #expect(Set(first).count == 2)
        #expect(first == second)
        #expect(first.allSatisfy { $0.rawValue.count == 64 })
        let elsewhere = SourceFile(path: "b.py", content: before.content)
        #expect(try await ScanningFixture.scan(elsewhere).findings.map(\.fingerprint) != first)
    }

    @Test func `columns count bytes, so a text that is not ASCII is cut at the right place`() async throws {
        let file = SourceFile(
            path: "a.py", content: "import yaml\ndef f(x):\n    é = \"日本語\"; return yaml.load(x)\n")
        let finding = try #require(try await ScanningFixture.scan(file).findings.first)
        #expect(finding.range == SourceRange(startLine: 3, startColumn: 30, endLine: 3, endColumn: 42))
        #expect(finding.suggestedFix == "yaml.safe_load(x)")
    }

    @Test func `a weaker finding of the same kind on the same place is not reported twice`() async throws {
        let file = SourceFile(
            path: "a.py",
            content: """
                from flask import request
                def f(c):
                    c.execute("SELECT 1 FROM t WHERE a = '" + request.args["a"] + "'")

                """)
        let findings = try await ScanningFixture.scan(file).findings
        #expect(findings.map(\.rule) == ["python.sql-injection.request-data"])
        #expect(findings.first?.severity == .critical)
    }

    @Test func `a nosemgrep comment is a developer's word and is obeyed`() async throws {
        let file = SourceFile(
            path: "a.py",
            content: """
                import yaml
                yaml.load(a)  # nosemgrep
                yaml.load(b)  # nosemgrep: python.deserialization.yaml-load
                yaml.load(c)  # nosemgrep: some-other-rule
                # nosem
                yaml.load(d)
                yaml.load("nosemgrep" + e)

                """)
        #expect(try await ScanningFixture.scan(file).findings.map(\.range.startLine) == [4, 7])
    }

    @Test func `settings files of the scanned repository change nothing`() async throws {
        let report = try await ScanningFixture.scan(
            SourceFile(path: ".semgrepignore", content: "*\n"),
            SourceFile(path: ".semgrep.yml", content: "rules: []\n"),
            SourceFile(path: "tests/vendor/app.min.py", content: self.vulnerable.content))
        #expect(report.findings.count == 2)
    }

    @Test(arguments: [
        "../../../etc/passwd.py", "/etc/cron.d/x.py", "a/../../b.py", "a\u{0}b.py", "~/x.py", "x y/é\n.py", "....py",
    ])
    func `a hostile file name is only a name`(path: String) async throws {
        let report = try await ScanningFixture.scan(SourceFile(path: path, content: self.vulnerable.content))
        #expect(report.findings.map(\.path) == [path, path])
    }

    @Test func `what cannot be scanned is told and stops nothing`() async throws {
        let report = try await ScanningFixture.scan(
            SourceFile(path: "empty.py", content: ""),
            SourceFile(path: "binary.py", content: "\u{0}\u{1}\u{2}import yaml\nyaml.load(x)\n"),
            SourceFile(path: "huge.py", content: String(repeating: "x = 1\n", count: 300_000)),
            SourceFile(path: "broken.py", content: "def f(:\n    return = 3\n"),
            self.vulnerable)
        #expect(report.findings.count == 2)
        #expect(report.problems.map(\.path).sorted() == ["binary.py", "broken.py", "huge.py"])
        let broken = try #require(report.problems.first { $0.path == "broken.py" })
        #expect(broken.reason.contains("yntax"))
        #expect(!broken.reason.contains("codehealer-scan"))
    }

    enum HostileText: String, CaseIterable, CustomTestStringConvertible {
        case longLine, deepParentheses, unclosedBrackets, deepBlocks, controlCharacters, unclosedString, openEnd

        var testDescription: String { self.rawValue }

        var text: String {
            switch self {
            case .longLine: "x = \"" + String(repeating: "a", count: 900_000) + "\"\n"
            case .deepParentheses:
                "x = " + String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
            case .unclosedBrackets: "x = " + String(repeating: "[", count: 20_000)
            case .deepBlocks: (0..<900).map { String(repeating: " ", count: $0) + "if x:\n" }.joined()
            case .controlCharacters: "\u{FEFF}\u{202E}yaml.load(x)\r\rx\r\n"
            case .unclosedString: "\"\"\"never closed\n"
            case .openEnd: "x = 1\\"
            }
        }
    }

    @Test(arguments: HostileText.allCases)
    func `a hostile text neither stops the scanner nor hides the next file`(hostile: HostileText) async throws {
        let report = try await ScanningFixture.scan(
            SourceFile(path: "hostile.py", content: hostile.text), self.vulnerable)
        #expect(report.findings.filter { $0.path == self.vulnerable.path }.count == 2)
    }

    @Test func `a killed Semgrep is started anew for the next scan`() async throws {
        let parent = try ScanningFixture.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: parent) }
        let scanner = try SemgrepScanner(
            installation: ScanningFixture.semgrep(), catalog: ScanningFixture.catalog(), logger: Logger(label: "test"),
            temporaryFolder: parent.path)
        let before = try await scanner.scan([self.vulnerable], in: ScanningFixture.context)
        let first = Self.processes(workingUnder: parent.path)
        #expect(!first.isEmpty)
        for process in first { kill(process, SIGKILL) }
        let after = try await scanner.scan([self.vulnerable], in: ScanningFixture.context)
        #expect(before == after)
        _ = try await scanner.scan([self.vulnerable], in: ScanningFixture.context)
        #expect(Self.processes(workingUnder: parent.path).isDisjoint(with: first))
        await scanner.shutDown()
    }

    private static func processes(workingUnder folder: String) -> Set<pid_t> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let found = names.compactMap { pid_t($0) }.filter { process in
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
            return link?.hasPrefix(folder) == true
        }
        return Set(found)
    }

    @Test func `scans at the same time get their own answers`() async throws {
        let scanner = try ScanningFixture.shared.get()
        let counts = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for index in 0..<12 {
                group.addTask {
                    let text = "import yaml\n" + String(repeating: "yaml.load(x)\n", count: index)
                    let file = SourceFile(path: "\(index).py", content: text)
                    return (index, try await scanner.scan([file], in: ScanningFixture.context).findings.count)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(counts == Dictionary(uniqueKeysWithValues: (0..<12).map { ($0, $0) }))
    }

    @Test func `the private folder is closed to others and goes away, and so does one that a killed program left`()
        async throws
    {
        let parent = try ScanningFixture.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: parent) }
        // No process has a number this high.
        let orphan = parent.appendingPathComponent("codehealer-scan-2147483647-x/texts")
        try FileManager.default.createDirectory(at: orphan, withIntermediateDirectories: true)
        let scanner = try SemgrepScanner(
            installation: ScanningFixture.semgrep(), catalog: ScanningFixture.catalog(), logger: Logger(label: "test"),
            temporaryFolder: parent.path)
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: parent.path).first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == [name])
        let attributes = try FileManager.default.attributesOfItem(atPath: parent.path + "/" + name)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        await scanner.shutDown()
        #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path).isEmpty)
    }

    @Test func `a missing Semgrep is a fault that says what to do`() throws {
        let fault = #expect(throws: Fault.self) {
            try SemgrepInstallation.find(
                setting: "/nowhere/semgrep", workingDirectory: "/", program: "", searchPath: "")
        }
        #expect(fault?.advice?.contains("scripts/setup") == true)
        #expect(throws: Fault.self) {
            try SemgrepInstallation.find(setting: nil, workingDirectory: "/", program: "/x", searchPath: "")
        }
    }
}
