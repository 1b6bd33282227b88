package import HealingDomain

extension RepositoryName {
    package static let sample: Self = "acme/shop"
}

extension CommitSHA {
    package static let sample = CommitSHA.numbered(1)

    /// A well-formed commit of its own for each number.
    package static func numbered(_ number: Int) -> Self {
        let digits = String(number, radix: 16)
        return Self(String(repeating: "a", count: max(0, 40 - digits.count)) + digits)
    }
}

extension Fingerprint {
    package static let sample = Fingerprint.numbered(1)

    package static func numbered(_ number: Int) -> Self {
        let digits = String(number, radix: 16)
        return Self(digits + String(repeating: "f", count: max(0, 64 - digits.count)))
    }
}

extension Finding {
    package static func sample(
        detector: String = "semgrep", rule: RuleID = "python.unsafe-yaml-load",
        issueType: IssueType = "INSECURE_DESERIALIZATION", cwe: String? = "CWE-502", severity: Severity = .high,
        message: String = "yaml.load without a safe loader can run code from the file.",
        repository: RepositoryName = .sample, branch: String = "develop", commit: CommitSHA = .sample,
        path: String = "app/settings.py", range: SourceRange = SourceRange(startLine: 4, endLine: 4, endColumn: 24),
        snippet: String = "    return yaml.load(f)", suggestedFix: String? = nil, fingerprint: Fingerprint = .sample
    ) -> Self {
        Self(
            detector: detector, rule: rule, issueType: issueType, cwe: cwe, severity: severity, message: message,
            repository: repository, branch: branch, commit: commit, path: path, range: range, snippet: snippet,
            suggestedFix: suggestedFix, fingerprint: fingerprint)
    }
}

extension SourceFile {
    /// The file of `Finding.sample`: line 4 is the flagged one.
    package static func sample(
        path: String = "app/settings.py",
        content: String = "import yaml\n\ndef read(f):\n    return yaml.load(f)\n"
    ) -> Self {
        Self(path: path, content: content)
    }
}

extension ProposedChange {
    /// Heals `SourceFile.sample`.
    package static func sample(
        path: String = "app/settings.py",
        original: String = "import yaml\n\ndef read(f):\n    return yaml.load(f)\n",
        updated: String = "import yaml\n\ndef read(f):\n    return yaml.safe_load(f)\n"
    ) -> Self {
        Self(path: path, original: original, updated: updated)
    }
}
