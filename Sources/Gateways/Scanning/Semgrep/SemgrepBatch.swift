import FoundationEssentials
import HealingDomain

/// One run of `semgrep scan` over many texts: slower to start than the warm server, faster from a few dozen texts on, and
/// the judge where the server fails.
struct SemgrepBatch: Sendable {
    let workspace: SemgrepWorkspace
    /// For one text; a batch gets a fifth of a second more for each further one.
    let timeLimit: Duration

    /// The answer to each text, in order; a problem instead where Semgrep cannot be brought to answer. Where a run fails,
    /// its halves are tried alone, so that one poisonous text costs the others nothing.
    func scan(_ texts: [ScannableText]) async throws(Fault) -> [SemgrepAnswer] {
        guard !texts.isEmpty else { return [] }
        if let answers = try await self.run(texts) { return answers }
        guard texts.count > 1 else {
            return [
                SemgrepAnswer(matches: [], problems: ["Semgrep gave no answer within its limits of time and memory"])
            ]
        }
        let middle = texts.count / 2
        return try await self.scan(Array(texts[..<middle])) + self.scan(Array(texts[middle...]))
    }

    private func run(_ texts: [ScannableText]) async throws(Fault) -> [SemgrepAnswer]? {
        let name = "batch-" + UUID().uuidString.lowercased()
        let folder = self.workspace.root + "/" + name
        try SemgrepWorkspace.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (index, text) in texts.enumerated() {
            try SemgrepWorkspace.write(Array(text.content.utf8), to: "\(folder)/\(index).\(text.fileExtension)")
        }
        let command = self.workspace.command([
            "scan", "--experimental", "--json", "--metrics", "off", "--disable-version-check", "--no-git-ignore",
            "--disable-nosem",
            "--max-target-bytes", "0", "--timeout", "5", "--timeout-threshold", "3", "--config", "rules.yaml", name,
        ])
        let limit = self.timeLimit + .milliseconds(200 * texts.count)
        guard let result = await command.run(within: limit, outputLimit: 256 << 20), result.succeeded,
            let report = try? JSONDecoder().decode(Report.self, from: Data(result.output))
        else { return nil }
        return report.answers(count: texts.count)
    }

    private struct Report: Decodable {
        var results: [Match]
        var errors: [Problem]

        func answers(count: Int) -> [SemgrepAnswer] {
            var answers = Array(repeating: SemgrepAnswer(matches: [], problems: []), count: count)
            for match in self.results {
                guard let index = Self.index(match.path), answers.indices.contains(index) else { continue }
                if match.checkID != CanaryRule.id.rawValue { answers[index].matches.append(match.value) }
            }
            for problem in self.errors {
                guard let path = problem.path, let index = Self.index(path), answers.indices.contains(index) else {
                    continue
                }
                answers[index].problems += SemgrepLog.sentences(problem.message ?? "it was not read whole", path: path)
            }
            return answers
        }

        private static func index(_ path: String) -> Int? {
            (path.split(separator: "/").last?.split(separator: ".").first).flatMap { Int($0) }
        }
    }

    private struct Match: Decodable {
        var checkID: String
        var path: String
        var start: Place
        var end: Place
        var extra: Extra

        enum CodingKeys: String, CodingKey {
            case path, start, end, extra
            case checkID = "check_id"
        }

        var value: SemgrepMatch {
            SemgrepMatch(
                rule: RuleID(self.checkID),
                range: SourceRange(
                    startLine: self.start.line, startColumn: self.start.col, endLine: self.end.line,
                    endColumn: self.end.col),
                message: self.extra.message, fix: self.extra.fix)
        }
    }

    private struct Place: Decodable {
        var line: Int
        var col: Int
    }

    private struct Extra: Decodable {
        var message: String
        var fix: String?
    }

    private struct Problem: Decodable {
        var message: String?
        var path: String?
    }
}
