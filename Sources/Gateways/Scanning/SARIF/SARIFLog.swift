import FoundationEssentials
package import HealingDomain

/// A SARIF 2.1.0 log (OASIS, errata 01) of one scan: the form that code hosts and editors read findings in.
/// `decode` reads back what `json` writes.
package struct SARIFLog: Sendable, Hashable, Codable {
    package var version = "2.1.0"
    package var schema: String? =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    package var runs: [Run]

    package enum CodingKeys: String, CodingKey {
        case version, runs
        case schema = "$schema"
    }

    package struct Run: Sendable, Hashable, Codable {
        package var tool: Tool
        package var invocations: [Invocation]?
        package var results: [Result]?
        /// The unit of the columns of all regions.
        package var columnKind: String?
    }

    package struct Tool: Sendable, Hashable, Codable {
        package var driver: Driver
    }

    package struct Driver: Sendable, Hashable, Codable {
        package var name: String
        package var informationUri: String?
        package var rules: [Rule]?
    }

    package struct Invocation: Sendable, Hashable, Codable {
        package var executionSuccessful: Bool
        package var toolExecutionNotifications: [Notification]?
    }

    package struct Notification: Sendable, Hashable, Codable {
        package var level: Level?
        package var message: Text
        package var locations: [Location]?
    }

    package enum Level: String, Sendable, Hashable, Codable {
        case error, warning, note, none
    }

    package struct Text: Sendable, Hashable, Codable {
        package var text: String
    }

    /// The log of `findings`, in their order, and of the `problems` that kept files from being scanned.
    package init(findings: [Finding], problems: [ScanReport.Problem] = [], informationUri: String? = nil) {
        let rules = Rule.all(of: findings)
        let indices = Dictionary(
            rules.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let driver = Driver(name: "CodeHealer", informationUri: informationUri, rules: rules)
        let invocation = Invocation(
            executionSuccessful: true, toolExecutionNotifications: problems.map(Notification.init(problem:)))
        self.runs = [
            Run(
                tool: Tool(driver: driver), invocations: [invocation],
                results: findings.map { Result(finding: $0, ruleIndex: indices[$0.rule.rawValue]) },
                columnKind: "utf16CodeUnits")
        ]
    }

    /// The log as JSON text; equal logs give equal text.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads a log from JSON text.
    package static func decode(_ text: String) throws -> SARIFLog {
        try JSONDecoder().decode(SARIFLog.self, from: Data(text.utf8))
    }
}

extension SARIFLog.Level {
    init(_ severity: Severity) {
        switch severity {
        case .critical, .high: self = .error
        case .medium: self = .warning
        case .low: self = .note
        }
    }
}

extension SARIFLog.Notification {
    init(problem: ScanReport.Problem) {
        self.level = .warning
        self.message = SARIFLog.Text(literal: "\(problem.path): \(problem.reason)")
        self.locations = problem.path.isEmpty ? nil : [SARIFLog.Location(path: problem.path, region: nil)]
    }
}

extension SARIFLog.Text {
    /// A message whose text means itself: SARIF reads `{0}` as a placeholder and `[words](target)` as a link (§3.11.5 and
    /// §3.11.6), and the words may come from the scanned file.
    init(literal words: String) {
        self.text = words.replacing("{", with: "{{").replacing("}", with: "}}").replacing("](", with: "] (")
    }
}
