import HealingDomain

extension SARIFLog {
    package struct Result: Sendable, Hashable, Codable {
        package var ruleId: String
        package var ruleIndex: Int?
        package var level: Level?
        package var message: Text
        package var locations: [Location]?
        package var partialFingerprints: [String: String]?
        package var fixes: [Fix]?
    }

    package struct Location: Sendable, Hashable, Codable {
        package var physicalLocation: PhysicalLocation

        init(path: String, region: Region?) {
            self.physicalLocation = PhysicalLocation(
                artifactLocation: ArtifactLocation(uri: RelativeURI.encode(path)), region: region)
        }
    }

    package struct PhysicalLocation: Sendable, Hashable, Codable {
        package var artifactLocation: ArtifactLocation
        package var region: Region?
    }

    /// A file by its URI relative to the scanned folder.
    package struct ArtifactLocation: Sendable, Hashable, Codable {
        package var uri: String
    }

    package struct Fix: Sendable, Hashable, Codable {
        package var description: Text?
        package var artifactChanges: [ArtifactChange]
    }

    package struct ArtifactChange: Sendable, Hashable, Codable {
        package var artifactLocation: ArtifactLocation
        package var replacements: [Replacement]
    }

    package struct Replacement: Sendable, Hashable, Codable {
        package var deletedRegion: Region
        package var insertedContent: Text?
    }
}

extension SARIFLog.Result {
    /// The name that CodeHealer's fingerprints have in a log, with the version of their making.
    package static let fingerprintName = "codehealer/v1"

    init(finding: Finding, ruleIndex: Int?) {
        let region = SARIFLog.Region(finding: finding)
        self.ruleId = finding.rule.rawValue
        self.ruleIndex = ruleIndex
        self.level = SARIFLog.Level(finding.severity)
        self.message = SARIFLog.Text(literal: finding.message)
        self.locations = [SARIFLog.Location(path: finding.path, region: region)]
        self.partialFingerprints = [Self.fingerprintName: finding.fingerprint.rawValue]
        self.fixes = finding.suggestedFix.map { [SARIFLog.Fix(path: finding.path, region: region, replacement: $0)] }
    }
}

extension SARIFLog.Fix {
    init(path: String, region: SARIFLog.Region, replacement: String) {
        // Inserted content is file text, not a message: nothing in it is escaped.
        let change = SARIFLog.Replacement(deletedRegion: region, insertedContent: SARIFLog.Text(text: replacement))
        self.description = SARIFLog.Text(text: "Apply the rule's own fix")
        self.artifactChanges = [
            SARIFLog.ArtifactChange(
                artifactLocation: SARIFLog.ArtifactLocation(uri: RelativeURI.encode(path)), replacements: [change])
        ]
    }
}
