import FoundationEssentials
package import HealingDomain
import Testing

package enum ApprovalStoreContract {
    package static let promises: [Promise<any ApprovalStore>] = deciding + reading

    private static let deciding: [Promise<any ApprovalStore>] = [
        Promise("a pending approval is decided once; the second hears what stands") { store async throws in
            try await store.save(.sample())
            let first = try #require(
                try await store.decide(id: "approval-1", as: .approved, by: "U1", reason: nil, at: .sample))
            #expect(first.decidedNow)
            #expect(first.approval.state == .approved)
            #expect(first.approval.decidedBy == "U1")
            #expect(first.approval.decidedAt == .sample)
            let second = try #require(
                try await store.decide(id: "approval-1", as: .rejected, by: "U2", reason: "no", at: .sample))
            #expect(!second.decidedNow)
            #expect(second.approval == first.approval)
            #expect(try await store.approval(id: "approval-1") == first.approval)
        },
        Promise("of many clicks at once one decides") { store async throws in
            try await store.save(.sample())
            let deciders = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        let answer = try await store.decide(
                            id: "approval-1", as: number.isMultiple(of: 2) ? .approved : .rejected, by: "U\(number)",
                            reason: nil, at: .sample)
                        return answer?.decidedNow == true ? "U\(number)" : nil
                    }
                }
                return try await group.reduce(into: [String]()) { if let person = $1 { $0.append(person) } }
            }
            #expect(deciders.count == 1)
            #expect(try await store.approval(id: "approval-1")?.decidedBy == deciders.first)
        },
        Promise("an expired approval is never approved or rejected, whatever its stored state says") {
            store async throws in
            try await store.save(.sample())
            let moment = Date.sample.addingTimeInterval(Date.day)
            let late = try #require(
                try await store.decide(id: "approval-1", as: .approved, by: "U1", reason: nil, at: moment))
            #expect(!late.decidedNow)
            #expect(late.approval.state == .expired)
            #expect(late.approval.decidedBy == nil)
            #expect(try await store.approval(id: "approval-1")?.state == .expired)
        },
        Promise("a new push supersedes, also after the time is up") { store async throws in
            try await store.save(.sample())
            let moment = Date.sample.addingTimeInterval(2 * Date.day)
            let answer = try await store.decide(
                id: "approval-1", as: .superseded, by: "push", reason: "new", at: moment)
            #expect(answer?.decidedNow == true)
            #expect(answer?.approval.state == .superseded)
            #expect(answer?.approval.reason == "new")
        },
        Promise("an unknown approval cannot be decided") { store async throws in
            #expect(try await store.decide(id: "none", as: .approved, by: "U1", reason: nil, at: .sample) == nil)
            #expect(try await store.approval(id: "none") == nil)
        },
    ]

    private static let reading: [Promise<any ApprovalStore>] = [
        Promise("what was decided and not carried out is found again until it is marked, once") { store async throws in
            for number in 1...3 {
                try await store.save(.sample(id: "a-\(number)", createdAt: .sample.addingTimeInterval(Double(number))))
            }
            _ = try await store.decide(id: "a-3", as: .rejected, by: "U1", reason: "why", at: .sample)
            _ = try await store.decide(id: "a-1", as: .approved, by: "U1", reason: nil, at: .sample)
            #expect(try await store.unexecuted().map(\.id) == ["a-1", "a-3"])
            #expect(try await store.pending().map(\.id) == ["a-2"])
            try await store.markExecuted(id: "a-1", at: .sample)
            try await store.markExecuted(id: "a-1", at: .sample.addingTimeInterval(9))
            try await store.markExecuted(id: "none", at: .sample)
            #expect(try await store.unexecuted().map(\.id) == ["a-3"])
            #expect(try await store.approval(id: "a-1")?.executedAt == .sample)
        },
        Promise("a pull request finds all its approvals, the oldest first") { store async throws in
            try await store.save(.sample(id: "b", createdAt: .sample.addingTimeInterval(1)))
            try await store.save(.sample(id: "a"))
            try await store.save(.sample(id: "c", repository: "acme/api"))
            try await store.save(.sample(id: "d", pullRequest: 8))
            #expect(try await store.approvals(repository: .sample, pullRequest: 7).map(\.id) == ["a", "b"])
        },
        Promise("saving replaces the whole row") { store async throws in
            try await store.save(.sample())
            let newer = Approval.sample(headSHA: .numbered(9), state: .superseded, reason: "new push")
            try await store.save(newer)
            #expect(try await store.approval(id: "approval-1") == newer)
            #expect(try await store.pending().isEmpty)
        },
    ]
}
