import Foundation
import HealingDomain
import Scanning
import Testing
import Yams

struct RuleTests {
    private struct TestReport: Decodable {
        var configWithErrors: [ConfigError]
        var results: [String: File]
        var fixtestResults: [String: FixResult]

        enum CodingKeys: String, CodingKey {
            case results
            case configWithErrors = "config_with_errors"
            case fixtestResults = "fixtest_results"
        }

        struct ConfigError: Decodable { var filename: String }
        struct FixResult: Decodable { var passed: Bool }
        struct File: Decodable { var checks: [String: Check] }
        struct Check: Decodable {
            var passed: Bool
            var matches: [String: Lines]
        }
        struct Lines: Decodable {
            var expected: [Int]
            var reported: [Int]

            enum CodingKeys: String, CodingKey {
                case expected = "expected_lines"
                case reported = "reported_lines"
            }
        }
    }

    @Test func `every rule flags its bad code and leaves its good code alone`() async throws {
        let output = try await Self.semgrep(["scan", "--test", "--json", ScanningFixture.rulesFolder])
        let report = try JSONDecoder().decode(TestReport.self, from: output)
        #expect(report.configWithErrors.map(\.filename) == [])
        var tested: Set<String> = []
        for (file, result) in report.results {
            for (rule, check) in result.checks {
                tested.insert(rule)
                for lines in check.matches.values {
                    #expect(lines.expected == lines.reported, "\(rule) in \(file)")
                }
                #expect(check.passed, "\(rule) in \(file)")
            }
        }
        let rules = try ScanningFixture.catalog().rules
        #expect(tested == Set(rules.keys.map(\.rawValue)))
    }

    @Test func `every rule has bad and good test code`() throws {
        let tests = try ScanningFixture.ruleTestFiles().map(\.content).joined(separator: "\n")
        func annotated(_ sign: String) -> Set<String> {
            let lines = tests.split(separator: "\n").filter { $0.contains(" \(sign): ") }
            return Set(
                lines.flatMap { line in
                    line.drop { $0 != ":" }.dropFirst().split { $0 == "," || $0.isWhitespace }.map(String.init)
                })
        }
        let rules = Set(try ScanningFixture.catalog().rules.keys.map(\.rawValue))
        #expect(rules.subtracting(annotated("ruleid")).isEmpty)
        #expect(rules.subtracting(annotated("ok")).isEmpty)
    }

    @Test func `every rule says what is wrong, how bad it is and what kind of defect`() throws {
        let catalog = try ScanningFixture.catalog()
        #expect(catalog.rules.count >= 150)
        for rule in catalog.rules.values {
            #expect(rule.cwe?.hasPrefix("CWE-") == true, "\(rule.id)")
            #expect(rule.message.count > 60, "\(rule.id)")
            // The warm server would read a name with a dollar sign out of another text.
            #expect(!rule.message.contains(/\$([A-Z]|\d)/), "\(rule.id)")
            #expect(rule.issueType != "OTHER", "\(rule.id)")
            #expect(rule.id.rawValue.split(separator: ".").count == 3, "\(rule.id)")
            #expect(!rule.languages.isEmpty, "\(rule.id)")
        }
        let languages = Dictionary(grouping: catalog.rules.values) { $0.id.rawValue.prefix { $0 != "." } }
        for language in ["python", "javascript", "go", "java", "ruby"] {
            #expect((languages[Substring(language)]?.count ?? 0) >= 10)
        }
    }

    @Test func `metadata is written out in every rule, not guessed`() throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: ScanningFixture.rulesFolder)
        for path in paths where path.hasSuffix(".yaml") {
            let text = try String(contentsOfFile: ScanningFixture.rulesFolder + "/" + path, encoding: .utf8)
            let rules = try #require(try Yams.compose(yaml: text)?["rules"]?.sequence)
            for rule in rules {
                let id = rule["id"]?.string ?? path
                for key in ["cwe", "issue_type", "severity", "confidence"] {
                    #expect(rule["metadata"]?[key]?.string != nil, "\(id) has no \(key)")
                }
            }
        }
    }

    private struct ScanOutput: Decodable {
        var results: [Match]

        struct Match: Decodable {
            var id: String
            var path: String
            var start: Place
            var end: Place

            enum CodingKeys: String, CodingKey {
                case path, start, end
                case id = "check_id"
            }

            var place: String {
                "\(self.path):\(self.start.line):\(self.start.col)-\(self.end.line):\(self.end.col) \(self.id)"
            }
        }

        struct Place: Decodable {
            var line: Int
            var col: Int
        }
    }

    @Test func `the experimental engine finds what the classic one finds`() async throws {
        let arguments = [
            "--json", "--no-git-ignore", "--config", ScanningFixture.rulesFolder, ScanningFixture.rulesFolder,
        ]
        let classic = try JSONDecoder().decode(
            ScanOutput.self, from: try await Self.semgrep(["scan"] + arguments))
        let experimental = try JSONDecoder().decode(
            ScanOutput.self, from: try await Self.semgrep(["scan", "--experimental"] + arguments))
        #expect(classic.results.count > 300)
        let difference = Set(classic.results.map(\.place)).symmetricDifference(experimental.results.map(\.place))
        #expect(difference == [])
    }

    @Test func `a rule file that cannot be read is a fault that names it`() throws {
        let folder = try ScanningFixture.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("broken.yaml")
        for text in ["rules: [", "- a", "rules:\n  - message: no id\n", "rules: 3\n"] {
            try Data(text.utf8).write(to: file)
            let fault = #expect(throws: Fault.self) { try RuleCatalog(folders: [folder.path]) }
            #expect(fault?.doing.contains("broken.yaml") == true)
        }
        #expect(throws: Fault.self) { try RuleCatalog(folders: [folder.path + "/none"]) }
    }

    @Test func `the bundled rules are found`() throws {
        let folder = try #require(BundledRules.folder())
        #expect(try RuleCatalog(folders: [folder]).rules.keys == ScanningFixture.catalog().rules.keys)
    }

    private static func semgrep(_ arguments: [String]) async throws -> Data {
        try await ScanningFixture.run(
            ScanningFixture.semgrep().executable, arguments + ["--metrics", "off", "--disable-version-check"]
        ).output
    }
}
