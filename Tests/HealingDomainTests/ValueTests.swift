import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct ValueTests {
    @Test(arguments: [
        ("1768910400.000100", "1768910400.000200"), ("999999999.999999", "1768910400.000000"), ("5", "5.000001"),
        ("1768910400.000009", "1768910400.000010"),
    ])
    func `a timestamp is before a later one, to the last digit`(_ earlier: String, _ later: String) {
        #expect(MessageTimestamp(earlier) < MessageTimestamp(later))
        #expect(!(MessageTimestamp(later) < MessageTimestamp(earlier)))
    }

    @Test(arguments: ["", ".", "abc", "1.2.3", "99999999999999999999.1", "-1.5"])
    func `a timestamp that is none is only text`(_ text: String) {
        #expect(MessageTimestamp(text).rawValue == text)
        #expect(!(MessageTimestamp(text) < MessageTimestamp(text)))
        #expect(MessageTimestamp(text).date <= Date(timeIntervalSince1970: 1))
    }

    @Test func `a repository's name has an owner and a name`() {
        #expect(RepositoryName("acme/shop").owner == "acme")
        #expect(RepositoryName("acme/shop").name == "shop")
        #expect(RepositoryName("shop").name.isEmpty)
        #expect(RepositoryName("").owner.isEmpty)
    }

    @Test func `an identifier is its text in JSON, and digests shorten`() throws {
        let data = try JSONEncoder().encode(["repository": RepositoryName("acme/shop")])
        #expect(String(decoding: data, as: UTF8.self) == #"{"repository":"acme\/shop"}"#)
        #expect(try JSONDecoder().decode([String: RepositoryName].self, from: data) == ["repository": "acme/shop"])
        #expect(CommitSHA.none.short == "0000000")
        #expect(Fingerprint("0123456789").short == "01234567")
        #expect(CommitSHA("ab").short == "ab")
    }

    @Test(arguments: [
        ("app/settings.py", "python"), ("web/Page.TSX", "typescript"), ("Rakefile", "generic"),
        ("lib/tasks/a.rake", "ruby"),
        ("a.b/noextension", "generic"), ("", "generic"), ("x.", "generic"), ("deploy.yml", "yaml"),
    ])
    func `a path tells its language by its ending`(_ path: String, _ language: String) {
        #expect(Language(path: path).rawValue == language)
    }

    @Test func `people's names for languages are understood`() {
        #expect(Language(name: "Golang") == .go)
        #expect(Language(name: "JS") == .javascript)
        #expect(Language(name: "Elixir").rawValue == "elixir")
    }

    @Test func `a finding counts as touched where its lines meet changed ones, and anywhere in a new file`() {
        let file = ChangedFile(path: "a.py", changedLines: [3...5, 9...9])
        #expect(file.touches(5...7))
        #expect(file.touches(1...20))
        #expect(!file.touches(6...8))
        #expect(!ChangedFile(path: "a.py", changedLines: []).touches(1...9))
        #expect(ChangedFile(path: "a.py", changedLines: nil).touches(100...100))
        #expect(SourceRange(startLine: 4, endLine: 2).lines == 4...4)
    }

    @Test func `a track record counts every outcome on its side`() {
        var record = TrackRecord()
        for outcome in [LessonOutcome.approved, .approved, .editedBeforeMerge, .rejected, .reverted, .checksFailed] {
            record.count(outcome)
        }
        #expect(record == TrackRecord(approved: 2, edited: 1, rejected: 1, reverted: 1, failedChecks: 1))
        #expect(record.good == 2)
        #expect(record.bad == 4)
    }

    @Test func `severities are ordered and confidence never rounds up`() {
        #expect(Severity.allCases.sorted() == [.low, .medium, .high, .critical])
        #expect(Confidence(value: 0.849, factors: []).percent == 84)
    }

    @Test func `a report without a passed gate proves nothing, and one failure fails it`() {
        let passed = GateResult(gate: .applies, verdict: .passed, detail: "")
        let skipped = GateResult(gate: .parses, verdict: .skipped, detail: "no parser")
        let failed = GateResult(gate: .rescan, verdict: .failed, detail: "still there")
        #expect(!GateReport().passed)
        #expect(!GateReport(results: [skipped]).passed)
        #expect(GateReport(results: [passed, skipped]).passed)
        #expect(!GateReport(results: [passed, failed]).passed)
        #expect(GateReport(results: [passed, failed]).failures == [failed])
    }

    @Test func `an audit entry has the promised names in JSON`() throws {
        let data = try JSONEncoder().encode(AuditEntry.sample(pullRequestURL: "u"))
        let names = try JSONDecoder().decode([String: AnyValue].self, from: data).keys
        for name in [
            "fix_id", "timestamp", "repository", "file_path", "issue_type", "severity", "confidence_score", "source",
            "pr_url",
            "fix_applied", "user", "execution_time_ms",
        ] {
            #expect(names.contains(name))
        }
        #expect(SolutionSource.allCases.map(\.auditName) == ["slack", "opensearch", "sagemaker"])
    }

    @Test func `an approval stored before there were kinds merges`() throws {
        let stored = String(decoding: try JSONEncoder().encode(Approval.sample(kind: .push)), as: UTF8.self)
        #expect(try JSONDecoder().decode(Approval.self, from: Data(stored.utf8)).kind == .push)
        let older = stored.replacing("\"kind\":\"push\",", with: "").replacing(",\"kind\":\"push\"", with: "")
        #expect(!older.contains("kind"))
        #expect(try JSONDecoder().decode(Approval.self, from: Data(older.utf8)).kind == .merge)
    }

    private struct AnyValue: Decodable {
        init(from decoder: any Decoder) throws {}
    }
}
