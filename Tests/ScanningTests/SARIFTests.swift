import Foundation
import HealingDomain
import HealingTesting
import Scanning
import Testing

struct SARIFTests {
    private static let findings: [Finding] = [
        .sample(rule: "r.critical", severity: .critical, fingerprint: .numbered(1)),
        .sample(rule: "r.high", cwe: "CWE-89", severity: .high, fingerprint: .numbered(2)),
        .sample(rule: "r.medium", cwe: nil, severity: .medium, fingerprint: .numbered(3)),
        .sample(rule: "r.low", severity: .low, path: "a b/100%/å:#?.py", fingerprint: .numbered(4)),
        .sample(
            rule: "r.high", issueType: "SQL_INJECTION", severity: .high, message: "{0} [go](https://x.example) }",
            range: SourceRange(startLine: 3, startColumn: 10, endLine: 4, endColumn: 3),
            snippet: "  x = \"é😀\"\né)", suggestedFix: "{safe} [a](b)\n", fingerprint: .numbered(5)),
    ]
    private static let problems = [
        ScanReport.Problem(path: "big one.py", reason: "it is larger than 1000000 bytes")
    ]

    private static func run() throws -> SARIFLog.Run {
        let text = try SARIFLog(findings: self.findings, problems: self.problems).json()
        let log = try SARIFLog.decode(text)
        #expect(log.version == "2.1.0")
        #expect(log.schema?.hasSuffix("sarif-schema-2.1.0.json") == true)
        #expect(log.runs.count == 1)
        return try #require(log.runs.first)
    }

    @Test func `a log reads back as it was written`() throws {
        let log = SARIFLog(findings: Self.findings, problems: Self.problems)
        #expect(try SARIFLog.decode(log.json()) == log)
    }

    @Test func `a level follows from the severity`() throws {
        #expect(try Self.run().results?.map(\.level) == [.error, .error, .warning, .note, .error])
    }

    @Test func `each rule is listed once and results point to it`() throws {
        let run = try Self.run()
        let rules = try #require(run.tool.driver.rules)
        #expect(run.tool.driver.name == "CodeHealer")
        #expect(rules.map(\.id) == ["r.critical", "r.high", "r.low", "r.medium"])
        for result in try #require(run.results) { #expect(rules[try #require(result.ruleIndex)].id == result.ruleId) }
        #expect(rules[1].properties?.tags == ["security", "external/cwe/cwe-89"])
        #expect(rules[1].properties?.securitySeverity == "8.0")
        #expect(rules[3].properties == nil, "a rule without a CWE is no security rule")
    }

    @Test func `a path becomes an escaped relative URI`() throws {
        let location = try #require(try Self.run().results?[3].locations?.first)
        #expect(location.physicalLocation.artifactLocation.uri == "a%20b/100%25/%C3%A5%3A%23%3F.py")
    }

    @Test func `columns are converted from bytes to UTF-16 units`() throws {
        let result = try #require(try Self.run().results?[4])
        let region = try #require(result.locations?.first?.physicalLocation.region)
        #expect((region.startLine, region.startColumn) == (3, 9))
        #expect((region.endLine, region.endColumn) == (4, 2))
        #expect(try Self.run().columnKind == "utf16CodeUnits")
    }

    @Test func `places outside of the text stay valid places`() throws {
        let odd = Finding.sample(
            range: SourceRange(startLine: 0, startColumn: -3, endLine: -1, endColumn: Int.max), snippet: "")
        let log = SARIFLog(findings: [odd])
        let region = try #require(log.runs.first?.results?.first?.locations?.first?.physicalLocation.region)
        #expect((region.startLine, region.startColumn, region.endLine, region.endColumn) == (1, 1, 1, Int.max))
    }

    @Test func `a message means itself while a fix is the file's own text`() throws {
        let result = try #require(try Self.run().results?[4])
        #expect(result.message.text == "{{0}} [go] (https://x.example) }}")
        let replacement = try #require(result.fixes?.first?.artifactChanges.first?.replacements.first)
        #expect(replacement.insertedContent?.text == "{safe} [a](b)\n")
        #expect(replacement.deletedRegion == result.locations?.first?.physicalLocation.region)
        #expect(result.partialFingerprints == ["codehealer/v1": Fingerprint.numbered(5).rawValue])
        #expect(try Self.run().results?[0].fixes == nil)
    }

    @Test func `what was not scanned is a notification of the run`() throws {
        let invocation = try #require(try Self.run().invocations?.first)
        #expect(invocation.executionSuccessful)
        let notification = try #require(invocation.toolExecutionNotifications?.first)
        #expect(notification.level == .warning)
        #expect(notification.message.text == "big one.py: it is larger than 1000000 bytes")
        #expect(notification.locations?.first?.physicalLocation.artifactLocation.uri == "big%20one.py")
    }

    @Test func `a log is valid by the published schema`() async throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let schema = root.deletingLastPathComponent()
            .appending(path: "shared/fixtures/sarif/schema/sarif-schema-2.1.0.json")
        guard FileManager.default.fileExists(atPath: schema.path) else {
            return print("skipped: the SARIF schema is not there")
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "sarif-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let empty = SARIFLog(findings: [])
        for log in [SARIFLog(findings: Self.findings, problems: Self.problems), empty] {
            try Data(log.json().utf8).write(to: file)
            #expect(try await Self.isValid(file, by: schema))
        }
        try Data(empty.json().replacing("\"2.1.0\"", with: "\"2.0\"").utf8).write(to: file)
        #expect(try await !Self.isValid(file, by: schema))
    }

    private static let validation = """
        import json, sys, jsonschema
        schema, log = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:3])
        problems = [e.message for e in jsonschema.validators.validator_for(schema)(schema).iter_errors(log)]
        print("\\n".join(problems), file=sys.stderr); sys.exit(1 if problems else 0)
        """

    /// Semgrep brings jsonschema into its environment.
    private static func isValid(_ log: URL, by schema: URL) async throws -> Bool {
        let semgrep = URL(filePath: try ScanningFixture.semgrep().executable)
        let python = semgrep.deletingLastPathComponent().appending(path: "python3").path
        return try await ScanningFixture.run(python, ["-c", Self.validation, schema.path, log.path]).succeeded
    }
}
