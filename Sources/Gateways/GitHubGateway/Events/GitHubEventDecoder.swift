import FoundationEssentials
package import HealingDomain

/// Understands GitHub's webhooks. An event that nothing acts on is ignored with a reason, known or not; a body that
/// does not say what its event must say is a fault that no retry helps.
package struct GitHubEventDecoder: DeliveryDecoder {
    package init() {}

    package func decode(_ delivery: Delivery) throws(Fault) -> InboundEvent {
        switch delivery.event {
        case "push": try self.push(delivery)
        case "pull_request": try self.pullRequest(delivery)
        case "ping": .ignored(reason: "a ping: GitHub checks that the webhook arrives, and it did")
        default: .ignored(reason: "nothing is done for GitHub's \(delivery.event) events")
        }
    }

    private func push(_ delivery: Delivery) throws(Fault) -> InboundEvent {
        let payload = try self.payload(PushPayload.self, of: delivery)
        let repository = try self.repository(payload.repository)
        guard payload.ref.hasPrefix("refs/heads/") else {
            return .ignored(reason: "\(payload.ref) of \(repository) is not a branch")
        }
        let after = try self.commit(payload.after, of: delivery)
        return .push(
            PushEvent(
                repository: repository, branch: String(payload.ref.dropFirst("refs/heads/".count)),
                before: try self.commit(payload.before, of: delivery), after: after,
                pusher: payload.sender?.login ?? payload.pusher?.name ?? "ghost", isForced: payload.forced ?? false,
                isDeletion: payload.deleted ?? (after == .none),
                defaultBranch: payload.repository.defaultBranch ?? "main"))
    }

    private func pullRequest(_ delivery: Delivery) throws(Fault) -> InboundEvent {
        let payload = try self.payload(PullRequestPayload.self, of: delivery)
        let body = payload.pullRequest
        let isMerged = body.merged ?? (body.mergedAt != nil)
        let mergeSHA = try body.mergeSHA.map { sha throws(Fault) in try self.commit(sha, of: delivery) }
        return .pullRequest(
            PullRequestEvent(
                action: Self.action(payload.action, isMerged: isMerged),
                repository: try self.repository(payload.repository), number: payload.number, url: body.url,
                title: body.title ?? "", headBranch: body.head.ref,
                headSHA: try self.commit(body.head.sha, of: delivery), baseBranch: body.base.ref,
                baseSHA: try self.commit(body.base.sha, of: delivery),
                // Before the merge the field names GitHub's trial merge, which is no commit of the branch.
                mergeSHA: isMerged ? mergeSHA : nil, sender: payload.sender?.login ?? "ghost"))
    }

    private static func action(_ name: String, isMerged: Bool) -> PullRequestEvent.Action {
        switch name {
        case "opened", "reopened": .opened
        case "synchronize": .synchronized
        case "closed": isMerged ? .merged : .closed
        default: .other
        }
    }

    private func payload<Payload: Decodable>(_ type: Payload.Type, of delivery: Delivery) throws(Fault) -> Payload {
        do {
            return try JSONDecoder().decode(type, from: delivery.body)
        } catch {
            throw Fault(
                doing: "reading GitHub's \(delivery.event) event \(delivery.id)", detail: JSONProblem.describe(error))
        }
    }

    private func repository(_ payload: RepositoryPayload) throws(Fault) -> RepositoryName {
        let name = RepositoryName(payload.fullName)
        guard GitHubPath.isValid(name) else {
            throw Fault(doing: "reading a GitHub event", detail: "full_name is not owner/name")
        }
        return name
    }

    private func commit(_ text: String, of delivery: Delivery) throws(Fault) -> CommitSHA {
        guard GitHubPath.isCommit(text) else {
            throw Fault(
                doing: "reading GitHub's \(delivery.event) event \(delivery.id)",
                detail: "a commit is not 40 or 64 hexadecimal digits")
        }
        return CommitSHA(text)
    }
}
