import Foundation
import GitHubGateway
import HealingDomain
import HealingTesting
import Testing

struct PullRequestTextTests {
    private let hostile = """
        @acme/everyone Fixes #12, closes acme/shop#3 and resolves GH-9 https://github.com/acme/shop/issues/1
        ```
        </details><img src=x onerror=alert(1)> ~~~ [click](javascript:alert(1)) **bold** | cell | www.evil.test
        ### heading \u{202E}drowssap
        """

    private func record(quote: String, isPrivate: Bool = false, path: String = "app/db.py") -> HealingRecord {
        var finding = Finding.sample()
        finding.message = self.hostile
        finding.path = path
        finding.issueType = "SQL_INJECTION"
        finding.rule = "python.sql-injection.string-format"
        let evidence = Evidence.sampleThread(isPrivate: isPrivate, permalink: "https://slack.test/p1", quote: quote)
        let gates = GateReport(results: [GateResult(gate: .parses, verdict: .passed, detail: self.hostile)])
        let factors = [Confidence.Factor(name: "record", value: 0.9, explanation: "applied 14 times, 0 reverted")]
        return .sample(
            finding: finding, candidate: .sample(evidence: evidence), gates: gates,
            confidence: Confidence(value: 0.9, factors: factors))
    }

    /// What GitHub's filters look for in rendered text: a mention, an issue reference, a live address.
    private func liveParts(_ text: String) -> [String] {
        [
            #/@[A-Za-z0-9]/#, #/#[0-9]/#, #/(?i)gh\\?-[0-9]/#, #/https?:\/\/[a-z]/#, #/(?i)www\.[a-z]/#,
        ].flatMap { pattern in text.matches(of: pattern).map { String(text[$0.range]) } }
    }

    @Test func `title and message name the defect and the place`() {
        let text = PullRequestText.make(record: self.record(quote: "parametrise it"))
        #expect(text.title == "Fix SQL injection in app/db.py")
        let lines = text.commitMessage.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "fix: SQL injection in db.py")
        #expect(lines.last == "CodeHealer-Fix: fix-2026-01-20-abc123")
    }

    @Test func `the body says what, why, evidence, gates, confidence, how to reject and the audit id`() {
        let body = PullRequestText.make(record: self.record(quote: "parametrise it")).body
        for part in [
            "### What", "### Why it matters", "> parametrise it", "([open the thread](https://slack.test/p1))",
            "| parses | passed |",
            "### Confidence: 90 %", "applied 14 times, 0 reverted", "closing rejects", "`fix-2026-01-20-abc123`",
        ] {
            #expect(body.contains(part), "\(part) is missing from \(body)")
        }
    }

    @Test func `untrusted text pings nobody, closes nothing and stays in its place`() {
        let text = PullRequestText.make(record: self.record(quote: self.hostile, path: "@acme/team fixes #1\n`x`.py"))
        let body = text.body.replacing("([open the thread](https://slack.test/p1))", with: "")
        let outsideCode = body.replacing(#/`+[^`]+`+/#, with: "")
        #expect(self.liveParts(outsideCode).isEmpty, "\(outsideCode)")
        #expect(self.liveParts(text.title + text.commitMessage).isEmpty)
        #expect(!text.title.contains("\n") && !body.contains("\u{202E}"))
        let lines = body.split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("```") || $0.hasPrefix("~~~") || $0.hasPrefix("### heading") })
        #expect(!body.replacing("\\<", with: "").contains("<img") && !body.contains("[click]("))
        let row = lines.first { $0.hasPrefix("| parses") }?.replacing("\\|", with: "")
        #expect(row?.filter { $0 == "|" }.count == 4)
    }

    @Test func `a private thread is named, never quoted`() {
        var record = self.record(quote: "the secret words", isPrivate: true)
        record.candidate?.guidance = "the secret guidance"
        let text = PullRequestText.make(record: record)
        let all = text.title + text.body + text.commitMessage
        #expect(!all.contains("secret") && !all.contains("slack.test") && !all.contains("Ada"))
        #expect(text.body.contains("private channel"))
    }

    @Test func `a link that could break out is left away`() {
        for link in ["javascript:alert(1)", "https://x.test/)](evil", "https://x.test/ y", "https://x.test/\n# z"] {
            var record = self.record(quote: "q")
            record.candidate?.evidence = .sampleThread(permalink: link)
            #expect(!PullRequestText.make(record: record).body.contains("open the thread"))
        }
    }

    @Test func `a draft says why it is one and an unscored fix that it is not scored`() {
        var record = self.record(quote: "q")
        record.decision = .draftPullRequest
        record.confidence = nil
        let body = PullRequestText.make(record: record).body
        #expect(body.contains("It is a draft because") && body.contains("Not scored."))
    }

    @Test(arguments: [
        ("python.sql-injection.string-format", "abcdef0123", "codehealer/python-sql-injection-string-format-abcdef01"),
        ("..//@{x}.lock", "ABCDEF01", "codehealer/x-lock-abcdef01"), ("", "abcd", "codehealer/abcd"),
        (String(repeating: "é", count: 300), "ff", "codehealer/ff"),
    ]) func `a branch has a name that git takes`(_ rule: String, _ fingerprint: String, _ expected: String) {
        #expect(HealingBranch.name(rule: RuleID(rule), fingerprint: Fingerprint(fingerprint)) == expected)
    }

    @Test func `a code span is never ended by its text`() {
        let body = PullRequestText.make(record: self.record(quote: "q", path: "``a`b``")).body
        #expect(body.contains("``` ``a`b`` ```"))
    }
}
