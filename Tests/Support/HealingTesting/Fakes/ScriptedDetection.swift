package import HealingDomain

/// Answers each scan with what a closure says of each file, and keeps what it was asked.
package actor ScriptedCodeScanner: CodeScanner {
    private let detect: @Sendable (SourceFile, ScanContext) -> [Finding]
    private var fault: Fault?
    private var problems: [ScanReport.Problem] = []
    package private(set) var scans: [[SourceFile]] = []

    package init(_ detect: @escaping @Sendable (SourceFile, ScanContext) -> [Finding] = { _, _ in [] }) {
        self.detect = detect
    }

    /// Flags every line that holds `needle`, as a rule of its own would.
    package init(
        flagging needle: String, rule: RuleID = "python.unsafe-yaml-load",
        issueType: IssueType = "INSECURE_DESERIALIZATION", severity: Severity = .high
    ) {
        self.init { file, context in
            let lines = file.content.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.enumerated().filter { $0.element.contains(needle) }.enumerated().map { count, line in
                .sample(
                    rule: rule, issueType: issueType, severity: severity, repository: context.repository,
                    branch: context.branch, commit: context.commit, path: file.path,
                    range: SourceRange(
                        startLine: line.offset + 1, endLine: line.offset + 1, endColumn: line.element.utf8.count + 1),
                    snippet: String(line.element),
                    fingerprint: Fingerprint(
                        "\(rule)|\(file.path)|\(line.element.filter { !$0.isWhitespace })|\(count)"))
            }
        }
    }

    package func fail(with fault: Fault?) { self.fault = fault }
    package func report(_ problem: ScanReport.Problem) { self.problems.append(problem) }

    package func scan(_ files: [SourceFile], in context: ScanContext) async throws(Fault) -> ScanReport {
        self.scans.append(files)
        if let fault { throw fault }
        return ScanReport(findings: files.flatMap { self.detect($0, context) }, problems: self.problems)
    }
}

/// Finds every file well-formed unless the closure says otherwise.
package struct ScriptedSyntaxChecker: SyntaxChecker {
    private let verdict: @Sendable (SourceFile) -> SyntaxVerdict

    package init(_ verdict: @escaping @Sendable (SourceFile) -> SyntaxVerdict = { _ in .wellFormed }) {
        self.verdict = verdict
    }

    package func check(_ file: SourceFile) async -> SyntaxVerdict { self.verdict(file) }
}
