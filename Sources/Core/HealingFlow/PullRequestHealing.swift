package import HealingDomain

/// Heals what a pull request changes, on demand: proposals go against the pull request's own branch.
package struct PullRequestHealing: PullRequestHealer {
    let pipeline: HealingPipeline
    let codeHost: any CodeHost
    let records: any HealingRecordStore

    package init(pipeline: HealingPipeline, codeHost: any CodeHost, records: any HealingRecordStore) {
        self.pipeline = pipeline
        self.codeHost = codeHost
        self.records = records
    }

    package func heal(
        pullRequest number: Int, in repository: RepositoryName, requestedBy: String
    ) async throws(Fault) -> [HealingRecord] {
        let state = try await self.codeHost.pullRequest(number, in: repository)
        guard state.isOpen else {
            throw Fault(
                doing: "healing pull request #\(number)", detail: "it is not open",
                advice: "Name an open pull request.")
        }
        return try await self.pipeline.heal(
            CodeChange(
                repository: repository, branch: state.reference.branch, base: state.baseSHA,
                head: state.reference.headSHA, author: state.author,
                requestedBy: PersonID(requestedBy)))
    }
}
