import FoundationEssentials

/// Makes the story's repository with one run of `git fast-import`.
struct RepositorySeeder {
    let story: StoryBook
    let now: Date
    private var stream: [UInt8] = []
    private var lastMark = 0
    /// Branch → mark of its newest commit.
    private var heads: [String: Int] = [:]
    private var open: [(pull: StoryBook.OpenPull, base: Int, head: Int)] = []
    private var pulls: [(commit: StoryBook.Commit, pull: StoryBook.Commit.Pull, base: Int, head: Int, merge: Int)] = []

    init(story: StoryBook, now: Date) {
        self.story = story
        self.now = now
    }

    /// The repository at `path`, and its pull requests.
    mutating func make(at path: String) async throws -> (GitRepository, [PullRequest]) {
        let repository = try await GitRepository.create(at: path, defaultBranch: GitHubHost.defaultBranch)
        for commit in self.story.repository.commits { try self.add(commit) }
        for push in self.story.repository.pushes {
            let when = self.now.addingTimeInterval(Double(push.number))
            let base = self.heads["develop"]
            _ = try self.write(
                push.files, push.message, by: push.by, at: when, on: "demo/push-\(push.number)", from: base)
        }
        for pull in self.story.repository.openPulls { try self.add(pull) }
        let marks = "\(path)/story-marks"
        try await repository.git.run(
            ["fast-import", "--quiet", "--force", "--export-marks=\(marks)"], input: self.stream)
        let ids = Self.read(marks: try String(contentsOfFile: marks, encoding: .utf8))
        try FileManager.default.removeItem(atPath: marks)
        for entry in self.open {
            try await repository.git.run([
                "update-ref", "refs/pull/\(entry.pull.number)/head", ids[entry.head] ?? "",
            ])
        }
        let merged = try self.pulls.map { try self.pullRequest($0, ids) }
        return (repository, merged + (try self.open.map { try self.pullRequest($0, ids) }))
    }

    /// The branch is in the repository, or, from a fork, only where GitHub keeps its commits.
    private mutating func add(_ pull: StoryBook.OpenPull) throws {
        guard let base = self.heads["develop"] else { throw StoryFault("develop is not there yet") }
        let ref = pull.fork == nil ? "refs/heads/\(pull.head)" : "refs/pull/\(pull.number)/head"
        let head = try self.write(
            pull.files, pull.message, by: pull.by, at: self.now.addingTimeInterval(-7200), ref: ref, from: base)
        self.open.append((pull, base, head))
    }

    private func pullRequest(
        _ entry: (pull: StoryBook.OpenPull, base: Int, head: Int), _ ids: [Int: String]
    ) throws -> PullRequest {
        let time = GitHubTime.text(self.now.addingTimeInterval(-3600))
        let pull = entry.pull
        let login = try pull.login ?? self.story.person(pull.by).login ?? pull.by
        return PullRequest(
            number: pull.number, title: pull.title, body: pull.body, author: login, headBranch: pull.head,
            headSHA: ids[entry.head] ?? "", baseBranch: "develop", baseSHA: ids[entry.base] ?? "", createdAt: time,
            updatedAt: time, fork: pull.fork)
    }

    private mutating func add(_ commit: StoryBook.Commit) throws {
        let when = self.now.addingTimeInterval(Double(-commit.daysAgo) * 86_400)
        let base = self.heads[commit.branch] ?? commit.after.flatMap { self.heads[$0] }
        guard let pull = commit.pull, let base else {
            self.heads[commit.branch] = try self.write(
                commit.files, commit.message, by: commit.by, at: when, on: commit.branch, from: base)
            return
        }
        // GitHub keeps a pull request's commits under refs/pull when its branch is gone.
        let head = try self.write(
            commit.files, commit.message, by: commit.by, at: when.addingTimeInterval(-3600),
            ref: "refs/pull/\(pull.number)/head", from: base)
        let merge = try self.write(
            commit.files, "\(pull.title) (#\(pull.number))", by: commit.by, at: when, on: commit.branch, from: base)
        self.heads[commit.branch] = merge
        self.pulls.append((commit, pull, base, head, merge))
    }

    private mutating func write(
        _ files: String, _ message: String, by handle: String, at date: Date, on branch: String = "",
        ref: String? = nil, from base: Int?
    ) throws -> Int {
        let person = try self.story.person(handle)
        let signature = "\(person.name) <\(person.email)> \(Int(date.timeIntervalSince1970)) +0000"
        self.lastMark += 1
        self.line("commit \(ref ?? "refs/heads/\(branch)")")
        self.line("mark :\(self.lastMark)")
        self.line("author \(signature)")
        self.line("committer \(signature)")
        self.data(Array(message.utf8))
        if let base { self.line("from :\(base)") }
        for file in try self.story.files(files) {
            self.line("M 100644 inline \(file.path)")
            self.data(file.content)
        }
        return self.lastMark
    }

    private mutating func line(_ text: String) { self.stream += Array("\(text)\n".utf8) }

    private mutating func data(_ bytes: [UInt8]) {
        self.line("data \(bytes.count)")
        self.stream += bytes + [UInt8(ascii: "\n")]
    }

    private static func read(marks: String) -> [Int: String] {
        let pairs = marks.split(separator: "\n").compactMap { line -> (Int, String)? in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let mark = Int(parts[0].dropFirst()) else { return nil }
            return (mark, String(parts[1]))
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    private func pullRequest(
        _ entry: (commit: StoryBook.Commit, pull: StoryBook.Commit.Pull, base: Int, head: Int, merge: Int),
        _ ids: [Int: String]
    ) throws -> PullRequest {
        let when = self.now.addingTimeInterval(Double(-entry.commit.daysAgo) * 86_400)
        let time = GitHubTime.text(when)
        return PullRequest(
            number: entry.pull.number, title: entry.pull.title, body: entry.pull.body,
            author: try self.story.person(entry.commit.by).login ?? entry.commit.by, headBranch: entry.pull.head,
            headSHA: ids[entry.head] ?? "", baseBranch: entry.commit.branch, baseSHA: ids[entry.base] ?? "",
            isOpen: false, mergedBy: try self.story.person(entry.pull.mergedBy).login, mergedAt: time,
            mergeSHA: ids[entry.merge], createdAt: GitHubTime.text(when.addingTimeInterval(-7200)), updatedAt: time,
            closedAt: time)
    }
}
