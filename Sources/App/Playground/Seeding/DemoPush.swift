/// Pushes one of the story's commits to `develop` for somebody without a terminal: the same commit that the branch
/// `demo/push-N` holds, put on what `develop` is now.
struct DemoPush: Sendable {
    let host: GitHubHost
    let story: StoryBook

    /// The commit that `develop` is at afterwards.
    func push(_ number: Int) async throws -> String {
        let push = try self.story.push(number)
        let name = self.story.repository.name
        let repository = try await self.host.repository(name)
        guard let develop = try await repository.commit("refs/heads/develop") else { throw GitHubError.notFound }
        var changes: [GitTreeChange] = []
        for file in try self.story.files(push.files) {
            changes.append(GitTreeChange(path: file.path, id: try await repository.makeBlob(file.content)))
        }
        let tree = try await repository.makeTree(base: develop, changes, scratch: RandomNames.letters(10))
        let before = try await repository.history(develop, limit: 1).first
        if before?.tree == tree { return develop }
        let person = try self.story.person(push.by)
        let commit = try await repository.makeCommit(
            tree: tree, parents: [develop], message: push.message,
            author: GitIdentity(name: person.name, email: person.email))
        guard
            try await self.host.move(
                "refs/heads/develop", from: develop, to: commit, in: name, by: person.login ?? person.handle)
        else { throw GitHubError(409, "develop moved meanwhile; push again") }
        return commit
    }
}
