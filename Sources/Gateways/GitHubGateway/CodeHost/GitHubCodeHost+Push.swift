import HTTPCalling
package import HealingDomain
import Logging

/// Commits on the branches of people's pull requests.
extension GitHubCodeHost {
    /// Names that are a team's trunk almost everywhere, whatever the settings say.
    private static let trunkNames: Set<String> = ["main", "master", "develop", "trunk"]

    private static func trailer(ofMark mark: String) -> String { "CodeHealer-Approval: \(mark)" }

    package func pushObstacle(to pullRequest: PullRequestState) async throws(Fault) -> String? {
        guard let home = pullRequest.headRepository else { return "its fork is gone" }
        let branch = pullRequest.reference.branch
        if home != pullRequest.reference.repository, !pullRequest.maintainersMayPush {
            return "it comes from a fork that does not let maintainers push"
        }
        if Self.trunkNames.contains(branch) || self.trunks.contains(branch) || branch == pullRequest.baseBranch {
            return "\(branch) is a main branch, which I never push to"
        }
        return try await self.isProtected(branch, in: home) ? "the branch \(branch) is protected" : nil
    }

    /// A fork that the token cannot read says nothing; its refusal comes with the push.
    private func isProtected(_ branch: String, in repository: RepositoryName) async throws(Fault) -> Bool {
        let doing = "asking whether the branch \(branch) of \(repository) is protected"
        // A branch's slash is part of the one segment here.
        let path = try GitHubPath.repository(repository, "branches") + "/" + PercentEncoding.encode(branch)
        let answer = try await self.api.send(
            GitHubRequest(path, repository: repository, doing: doing), tolerating: [403, 404])
        guard answer.isSuccess else { return false }
        return try self.api.decode(BranchRecord.self, answer, doing: doing).isProtected ?? false
    }

    private struct MovedReference: Encodable {
        var sha: String
        var force = false
    }

    /// The ref is moved without force, so that GitHub itself refuses where somebody pushed meanwhile: the new commit's only
    /// parent is the one that was shown.
    package func pushCommit(_ commit: BranchCommit) async throws(Fault) -> PushOutcome {
        let (pullRequest, repository) = (commit.pullRequest, commit.pullRequest.repository)
        let state = try await self.pullRequest(pullRequest.number, in: repository)
        let branchHead = try await self.branchHead(of: state)
        let head = branchHead ?? state.reference.headSHA
        if head != commit.head {
            if let done = try await self.find(commit, upTo: head) { return .pushed(done) }
            return state.isOpen ? .moved(to: head) : .closed(isMerged: state.isMerged)
        }
        guard state.isOpen else { return .closed(isMerged: state.isMerged) }
        if let obstacle = try await self.pushObstacle(to: state) { return .refused(obstacle) }
        guard let home = state.headRepository, branchHead != nil else {
            return .refused("its branch is not there, or my token may not read it")
        }
        do {
            return try await self.push(commit, to: state.reference.branch, in: home)
        } catch {
            guard let refusal = error.cause as? GitHubRefusal, !error.isRetryable, [403, 404].contains(refusal.status)
            else { throw error }
            self.api.logger.notice("GitHub does not let us push", metadata: ["fault": "\(error)"])
            return .refused("GitHub does not let my token write to \(home) (\(refusal.status) \(refusal.message))")
        }
    }

    /// `nil` where the branch is gone or the token may not read it.
    private func branchHead(of state: PullRequestState) async throws(Fault) -> CommitSHA? {
        guard let home = state.headRepository else { return nil }
        do {
            return try await self.head(of: state.reference.branch, in: home)
        } catch {
            if error.isRetryable { throw error }
            return nil
        }
    }

    private func push(
        _ commit: BranchCommit, to branch: String, in home: RepositoryName
    ) async throws(Fault) -> PushOutcome {
        let doing = "pushing to the branch \(branch) of \(home)"
        let trailers = (commit.trailers + [Self.trailer(ofMark: commit.mark)]).joined(separator: "\n")
        let message = "\(commit.message.trimmed)\n\n\(trailers)\n"
        let written = try await self.writeCommit(commit.changes, on: commit.head, message: message, in: home)
        let answer = try await self.api.send(
            GitHubRequest(
                "PATCH", try GitHubPath.repository(home, "git/refs/heads", branch),
                body: try self.api.encode(MovedReference(sha: written.sha), doing: doing), repository: home,
                doing: doing), tolerating: [409, 422])
        if answer.isSuccess { return .pushed(CommitSHA(written.sha)) }
        let head = try await self.head(of: branch, in: home)
        guard let head, head != commit.head else { return .refused(Self.words(of: GitHubRefusal(answer))) }
        // An earlier try arrived although its answer did not, or somebody was quicker.
        return try await self.find(commit, upTo: head).map { .pushed($0) } ?? .moved(to: head)
    }

    private static func words(of refusal: GitHubRefusal) -> String {
        "GitHub refused the push (\(([refusal.message] + refusal.problems).joined(separator: "; ").prefix(200)))"
    }

    /// The commit with this mark between what was shown and the branch as it is.
    private func find(_ commit: BranchCommit, upTo head: CommitSHA) async throws(Fault) -> CommitSHA? {
        let comparison = try await self.compare(
            commit.pullRequest.repository, commit.head.rawValue, head.rawValue)
        let trailer = Self.trailer(ofMark: commit.mark)
        let found = comparison?.commits?.first { entry in
            entry.commit.message.utf8.split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual(trailer.utf8) }
        }
        return found.map { CommitSHA($0.sha) }
    }
}
