import HealingDomain

extension SARIFLog {
    /// What a log says of a rule once, for all its results.
    package struct Rule: Sendable, Hashable, Codable {
        package var id: String
        package var shortDescription: Text?
        package var fullDescription: Text?
        package var defaultConfiguration: Configuration?
        package var properties: Properties?
    }

    package struct Configuration: Sendable, Hashable, Codable {
        package var level: Level?
    }

    /// The properties that GitHub code scanning reads (docs.github.com, "SARIF support for code scanning").
    package struct Properties: Sendable, Hashable, Codable {
        package var tags: [String]?
        /// A number from 0 to 10 as text: above 9 is critical, from 7 high, from 4 medium.
        package var securitySeverity: String?

        package enum CodingKeys: String, CodingKey {
            case tags
            case securitySeverity = "security-severity"
        }
    }
}

extension SARIFLog.Rule {
    /// The rules of the findings, each once, in the order of their names.
    static func all(of findings: [Finding]) -> [SARIFLog.Rule] {
        var worst: [RuleID: Finding] = [:]
        for finding in findings where worst[finding.rule].map({ $0.severity < finding.severity }) ?? true {
            worst[finding.rule] = finding
        }
        return worst.values.sorted { $0.rule < $1.rule }.map(Self.init(worst:))
    }

    private init(worst finding: Finding) {
        let kind = finding.issueType.rawValue.replacing("_", with: " ")
        self.id = finding.rule.rawValue
        self.shortDescription = SARIFLog.Text(literal: finding.cwe.map { "\(kind) (\($0))" } ?? kind)
        self.fullDescription = SARIFLog.Text(literal: finding.message)
        self.defaultConfiguration = SARIFLog.Configuration(level: SARIFLog.Level(finding.severity))
        // Only a weakness is a security matter; a plain bug would be listed among the vulnerabilities.
        self.properties = finding.cwe.map { cwe in
            SARIFLog.Properties(
                tags: ["security", "external/cwe/\(cwe.lowercased())"],
                securitySeverity: Self.securitySeverity(of: finding.severity))
        }
    }

    private static func securitySeverity(of severity: Severity) -> String {
        switch severity {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.5"
        }
    }
}
