import FoundationEssentials
package import HealingDomain
import Yams

/// The Semgrep rules that are in force: read once from files, and handed to Semgrep as one file.
package struct RuleCatalog: Sendable {
    package let rules: [RuleID: ScanRule]
    /// All the rules as one Semgrep configuration.
    let configuration: String

    /// Reads every `.yaml` and `.yml` file of the folders, in path order; a later rule of the same id replaces an earlier
    /// one. Throws a fault that names the file and the place where one cannot be read.
    package init(folders: [String]) throws(Fault) {
        var nodes: [(id: String, node: Node)] = []
        for folder in folders {
            let paths = try Self.ruleFiles(in: folder)
            guard !paths.isEmpty else {
                throw Fault(doing: "reading the rules in \(folder)", detail: "there is no .yaml file")
            }
            for path in paths { nodes += try Self.read(path) }
        }
        var rules: [RuleID: ScanRule] = [:]
        var latest: [String: Int] = [:]
        for (index, entry) in nodes.enumerated() {
            rules[RuleID(entry.id)] = ScanRule(id: entry.id, node: entry.node)
            latest[entry.id] = index
        }
        let kept = nodes.enumerated().filter { latest[$0.element.id] == $0.offset }.map(\.element.node)
        self.rules = rules
        self.configuration = try Self.merge(kept)
    }

    private static func ruleFiles(in folder: String) throws(Fault) -> [String] {
        guard let entries = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
            throw Fault(
                doing: "reading the rules in \(folder)", detail: "the folder cannot be read",
                advice: "Name the folder of the rules in the settings; it is Sources/Gateways/Scanning/Rules.")
        }
        return entries.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
            .map { folder + "/" + $0 }
    }

    private static func read(_ path: String) throws(Fault) -> [(id: String, node: Node)] {
        let doing = "reading the rules in \(path)"
        guard let bytes = FileManager.default.contents(atPath: path),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw Fault(doing: doing, detail: "the file is not readable as UTF-8") }
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch {
            throw Fault(doing: doing, detail: String(describing: error))
        }
        guard let sequence = root?["rules"]?.sequence else {
            throw Fault(doing: doing, detail: "there is no list named rules")
        }
        var entries: [(id: String, node: Node)] = []
        for node in sequence {
            guard let id = node["id"]?.string, !id.isEmpty else {
                throw Fault(doing: doing, detail: "a rule has no id")
            }
            entries.append((id, node))
        }
        return entries
    }

    private static func merge(_ nodes: [Node]) throws(Fault) -> String {
        do {
            return try Yams.serialize(node: Node([(Node("rules"), Node(nodes))]))
        } catch {
            throw Fault(doing: "joining the rules", detail: String(describing: error))
        }
    }
}

extension ScanRule {
    /// A rule's own words; what a rule from elsewhere leaves out gets the cautious value.
    init(id: String, node: Node) {
        let metadata = node["metadata"]
        let cwe = metadata?["cwe"]?.string ?? metadata?["cwe"]?.sequence?.first?.string
        self.id = RuleID(id)
        self.languages = node["languages"]?.sequence?.compactMap(\.string) ?? []
        self.message = node["message"]?.string ?? id
        self.cwe = cwe.flatMap(Self.cweName)
        self.severity =
            (metadata?["severity"]?.string).flatMap { Severity(rawValue: $0.uppercased()) }
            ?? Self.severity(named: node["severity"]?.string ?? "")
        self.confidence =
            (metadata?["confidence"]?.string).flatMap { Confidence(rawValue: $0.uppercased()) } ?? .medium
        self.issueType = IssueType(metadata?["issue_type"]?.string ?? self.cwe?.replacing("-", with: "_") ?? "OTHER")
        self.hasFix = node["fix"] != nil || node["fix-regex"] != nil
    }

    /// `CWE-89` of `CWE-89: Improper Neutralization…`.
    private static func cweName(_ text: String) -> String? {
        let digits = text.drop { !$0.isNumber }.prefix { $0.isNumber }
        return text.uppercased().hasPrefix("CWE") && !digits.isEmpty ? "CWE-\(digits)" : nil
    }

    private static func severity(named name: String) -> Severity {
        switch name.uppercased() {
        case "CRITICAL": .critical
        case "ERROR", "HIGH": .high
        case "WARNING", "MEDIUM": .medium
        default: .low
        }
    }
}
