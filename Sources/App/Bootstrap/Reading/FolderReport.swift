import Foundation
package import HealingDomain
package import Logging
import Scanning

/// Scans a folder of this machine with the settings' Semgrep and rules, for people and for other programs.
package struct FolderReport: Sendable {
    package enum Format: String, CaseIterable, Sendable { case text, json, sarif }

    private let settings: ServerSettings
    private let logger: Logger

    package init(settings: ServerSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// The findings from `minimumSeverity` up: LOW, MEDIUM, HIGH or CRITICAL, in any case.
    package func scan(_ folder: String, minimumSeverity: String) async throws(Fault) -> Result {
        guard let severity = Severity(rawValue: minimumSeverity.uppercased()) else {
            let words = Severity.allCases.map { $0.rawValue.lowercased() }.joined(separator: ", ")
            throw Fault(
                doing: "scanning the folder \(folder)", detail: "there is no severity \"\(minimumSeverity)\"",
                advice: "Use one of these: \(words).")
        }
        let scanner = ReopeningScanner(
            semgrepPath: self.settings.semgrepPath, rulesFolder: self.settings.rulesFolder, logger: self.logger)
        do throws(Fault) {
            let report = try await FolderScan(scanner: scanner)(folder, minimumSeverity: severity)
            await scanner.shutDown()
            return Result(report: report)
        } catch {
            await scanner.shutDown()
            throw error
        }
    }

    package struct Result: Sendable {
        package let report: ScanReport

        package init(report: ScanReport) { self.report = report }

        /// `path: reason` of each file that was not scanned whole.
        package var problems: [String] { self.report.problems.map { "\($0.path): \($0.reason)" } }

        /// Whether nothing was found.
        package var isEmpty: Bool { self.report.findings.isEmpty }

        package func render(as format: Format) throws -> String {
            switch format {
            case .text: FindingLines(report: self.report).text
            case .json: try FindingJSON.render(self.report)
            case .sarif: try SARIFLog(findings: self.report.findings, problems: self.report.problems).json()
            }
        }
    }
}

/// Findings for a terminal: a block each, then one line that counts them.
private struct FindingLines {
    var report: ScanReport

    var text: String {
        let problems = self.report.problems.map { "not scanned: \(self.single($0.path)): \(self.single($0.reason))" }
        let parts = self.report.findings.map(self.block) + (problems.isEmpty ? [] : [problems.joined(separator: "\n")])
        return (parts + [self.summary]).joined(separator: "\n\n")
    }

    private func block(_ finding: Finding) -> String {
        let range = finding.range
        let kind = finding.cwe.map { "\(finding.rule) (\($0))" } ?? finding.rule.rawValue
        let place = "\(finding.path):\(range.startLine):\(range.startColumn)"
        return
            ([self.single("\(place): \(finding.severity.rawValue) \(kind)")]
            + self.indented(finding.message, by: "    ") + self.indented(finding.snippet, by: "    | "))
            .joined(separator: "\n")
    }

    private func indented(_ text: String, by margin: String) -> [String] {
        TerminalText.clean(text).split(separator: "\n", omittingEmptySubsequences: false).map { "\(margin)\($0)" }
    }

    /// Untrusted words on one line: a file's name may hold a line break.
    private func single(_ text: String) -> String { TerminalText.clean(text.replacing("\n", with: " ")) }

    private var summary: String {
        let findings = self.report.findings
        let files = Set(findings.map(\.path)).count
        let bySeverity = Severity.allCases.reversed().compactMap { severity in
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue.lowercased())"
        }
        var line = "\(self.counted(findings.count, "finding")) in \(self.counted(files, "file"))"
        if !bySeverity.isEmpty { line += ": " + bySeverity.joined(separator: ", ") }
        if !self.report.problems.isEmpty {
            line += "; \(self.counted(self.report.problems.count, "problem")) kept files from being scanned"
        }
        return line
    }

    private func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}

/// Findings for other programs: one object, its field names are a promise.
private struct FindingJSON: Encodable {
    var findings: [Row]
    var problems: [Problem]

    static func render(_ report: ScanReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let value = Self(
            findings: report.findings.map(Row.init(finding:)),
            problems: report.problems.map { Problem(path: $0.path, reason: $0.reason) })
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    struct Problem: Encodable {
        var path: String
        var reason: String
    }

    struct Row: Encodable {
        var rule, issueType, message, path, snippet, fingerprint: String
        var severity: Severity
        var cwe, suggestedFix: String?
        var startLine, startColumn, endLine, endColumn: Int

        init(finding: Finding) {
            self.rule = finding.rule.rawValue
            self.issueType = finding.issueType.rawValue
            self.message = finding.message
            self.path = finding.path
            self.snippet = finding.snippet
            self.fingerprint = finding.fingerprint.rawValue
            self.severity = finding.severity
            self.cwe = finding.cwe
            self.suggestedFix = finding.suggestedFix
            self.startLine = finding.range.startLine
            self.startColumn = finding.range.startColumn
            self.endLine = finding.range.endLine
            self.endColumn = finding.range.endColumn
        }
    }
}
