/// Finds defects in source text. Nothing of the text is ever run.
package protocol CodeScanner: Sendable {
    /// The defects of the given files, in file order. The files are whole; which lines count is the caller's to decide.
    func scan(_ files: [SourceFile], in context: ScanContext) async throws(Fault) -> ScanReport
}

/// What the files belong to, for the findings' provenance.
package struct ScanContext: Sendable, Hashable {
    package var repository: RepositoryName
    package var branch: String
    package var commit: CommitSHA

    package init(repository: RepositoryName, branch: String, commit: CommitSHA) {
        self.repository = repository
        self.branch = branch
        self.commit = commit
    }
}

package struct ScanReport: Sendable, Hashable {
    package var findings: [Finding]
    /// Files that could not be read or parsed, and why: told, never dropped silently.
    package var problems: [Problem]

    package struct Problem: Sendable, Hashable {
        package var path: String
        package var reason: String

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    package init(findings: [Finding], problems: [Problem] = []) {
        self.findings = findings
        self.problems = problems
    }
}

/// Says whether a text is well-formed in its language, without running any of it.
package protocol SyntaxChecker: Sendable {
    func check(_ file: SourceFile) async -> SyntaxVerdict
}

package enum SyntaxVerdict: Sendable, Hashable {
    case wellFormed
    case broken(String)
    /// No parser for this language on this machine.
    case unknown(String)
}
