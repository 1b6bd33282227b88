import FoundationEssentials
package import HealingDomain
import Testing

package enum ApprovalStoreContract {
    package static let promises: [Promise<any ApprovalStore>] = deciding + voting + claiming + reading

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

    private static let voting: [Promise<any ApprovalStore>] = [
        Promise("votes count once a person, and the one that is still needed decides") { store async throws in
            try await store.save(.sample())
            let moment = Date.sample.addingTimeInterval(5)
            func vote(_ person: PersonID) async throws -> Ballot? {
                try await store.vote(id: "approval-1", by: person, needed: 2, withdrawn: [], at: moment)
            }
            #expect(try await vote("U1")?.outcome == .counted)
            #expect(try await vote("U1")?.outcome == .repeated)
            #expect(try await store.pending().map(\.votes) == [[Vote(person: "U1", at: moment)]])
            let last = try #require(try await vote("U2"))
            #expect(last.outcome == .decided)
            #expect(last.approval.state == .approved && last.approval.decidedBy == "U2")
            #expect(last.approval.decidedAt == moment && last.approval.votes.map(\.person) == ["U1", "U2"])
            #expect(try await vote("U3") == Ballot(approval: last.approval, outcome: .closed))
            #expect(try await store.approval(id: "approval-1") == last.approval)
        },
        Promise("of many votes at once as many count as people, and one decides") { store async throws in
            try await store.save(.sample())
            let outcomes = try await withThrowingTaskGroup(of: Ballot.Outcome?.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        try await store.vote(
                            id: "approval-1", by: PersonID("U\(number % 4)"), needed: 3, withdrawn: [], at: .sample
                        )?.outcome
                    }
                }
                return try await group.reduce(into: [Ballot.Outcome]()) { if let outcome = $1 { $0.append(outcome) } }
            }
            #expect(outcomes.filter { $0 == .decided }.count == 1)
            #expect(outcomes.filter { $0 == .counted }.count == 2)
            #expect(try await store.approval(id: "approval-1")?.votes.count == 3)
        },
        Promise("a vote that is withdrawn counts no longer") { store async throws in
            try await store.save(.sample())
            _ = try await store.vote(id: "approval-1", by: "U1", needed: 2, withdrawn: [], at: .sample)
            let second = try await store.vote(id: "approval-1", by: "U2", needed: 2, withdrawn: ["U1"], at: .sample)
            #expect(second?.outcome == .counted)
            #expect(second?.approval.votes.map(\.person) == ["U2"])
        },
        Promise("a vote after the time is up approves nothing, and an unknown question has none") {
            store async throws in
            try await store.save(.sample())
            let moment = Date.sample.addingTimeInterval(Date.day)
            let late = try await store.vote(id: "approval-1", by: "U1", needed: 1, withdrawn: [], at: moment)
            #expect(late?.outcome == .closed)
            #expect(late?.approval.state == .expired)
            #expect(try await store.vote(id: "none", by: "U1", needed: 1, withdrawn: [], at: moment) == nil)
        },
    ]

    private static let claiming: [Promise<any ApprovalStore>] = [
        Promise("a question is reminded of once, and only while it is open") { store async throws in
            try await store.save(.sample())
            try await store.save(.sample(id: "decided", state: .rejected))
            let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { try await store.claimReminder(id: "approval-1", at: .sample) } }
                return try await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(claims.filter { $0 }.count == 1)
            #expect(try await store.approval(id: "approval-1")?.remindedAt == .sample)
            #expect(try await !store.claimReminder(id: "decided", at: .sample))
            #expect(try await !store.claimReminder(id: "none", at: .sample))
        },
        Promise("one at a time carries a decision out, until its time is over or it gives it back") {
            store async throws in
            try await store.save(.sample(state: .approved))
            let later = Date.sample.addingTimeInterval(60)
            func claim(_ holder: String, at moment: Date) async throws -> Bool {
                try await store.claimExecution(id: "approval-1", holder: holder, until: later, at: moment)
            }
            #expect(try await claim("one", at: .sample))
            #expect(try await claim("one", at: .sample))
            #expect(try await !claim("two", at: .sample))
            try await store.releaseExecution(id: "approval-1", holder: "two")
            #expect(try await !claim("two", at: .sample))
            try await store.releaseExecution(id: "approval-1", holder: "one")
            #expect(try await claim("two", at: .sample))
            #expect(try await claim("three", at: later))
        },
        Promise("saving an approval leaves its execution with whoever has it") { store async throws in
            try await store.save(.sample(state: .approved))
            let later = Date.sample.addingTimeInterval(60)
            _ = try await store.claimExecution(id: "approval-1", holder: "one", until: later, at: .sample)
            try await store.save(.sample(state: .approved, reason: "x"))
            #expect(
                try await !store.claimExecution(id: "approval-1", holder: "two", until: later, at: .sample))
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
            _ = try await store.decide(id: "a-2", as: .expired, by: "codehealer", reason: nil, at: .sample)
            #expect(try await store.unexecuted().map(\.id) == ["a-2", "a-3"])
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
