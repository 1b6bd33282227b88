import FoundationEssentials
package import HealingDomain
import Testing

package enum MiningAgendaContract {
    private static let thread = MiningTask.thread(.sample)
    private static let channel = MiningTask.channel("C1")
    private static let later = Date.sample.addingTimeInterval(10)

    package static let promises: [Promise<any MiningAgenda>] = [
        Promise("a task waits until it is due, and threads come before channels") { agenda async throws in
            try await agenda.note([channel], due: .sample)
            try await agenda.note([thread], due: later)
            #expect(try await agenda.next(at: .sample, threadsOnly: false)?.task == channel)
            #expect(try await agenda.next(at: .sample, threadsOnly: true) == nil)
            #expect(try await agenda.next(at: later, threadsOnly: false)?.task == thread)
        },
        Promise("a task noted twice is one, and keeps the earlier place") { agenda async throws in
            try await agenda.note([thread, channel], due: .sample)
            try await agenda.note([thread], due: later)
            let noted = try #require(try await agenda.next(at: .sample, threadsOnly: false))
            #expect(noted.task == thread)
            try await agenda.finish(noted)
            #expect(try await agenda.tasks().map(\.task) == [channel])
        },
        Promise("a task noted while it is done is done once more") { agenda async throws in
            try await agenda.note([thread], due: .sample)
            let noted = try #require(try await agenda.next(at: .sample, threadsOnly: false))
            try await agenda.note([thread], due: later)
            try await agenda.finish(noted)
            let again = try #require(try await agenda.next(at: later, threadsOnly: false))
            try await agenda.finish(again)
            #expect(try await agenda.tasks().isEmpty)
        },
        Promise("a postponed task comes later, counts its failures and tells why; without a reason the count ends") {
            agenda async throws in
            try await agenda.note([thread], due: .sample)
            let noted = try #require(try await agenda.next(at: .sample, threadsOnly: false))
            try await agenda.postpone(noted, until: later, reason: "Slack is down")
            #expect(try await agenda.next(at: .sample, threadsOnly: false) == nil)
            let again = try #require(try await agenda.next(at: later, threadsOnly: false))
            #expect(again.failures == 1)
            #expect(again.problem == "Slack is down")
            try await agenda.postpone(again, until: later, reason: nil)
            let third = try #require(try await agenda.next(at: later, threadsOnly: false))
            #expect(third.failures == 0)
            #expect(third.problem == nil)
        },
        Promise("a channel's tasks are dropped together, or all of them") { agenda async throws in
            let other = MiningTask.thread(MessageReference(channel: "C2", timestamp: "1.000200"))
            try await agenda.note([thread, channel, other], due: .sample)
            try await agenda.drop(channel: "C1")
            #expect(try await agenda.tasks().map(\.task) == [other])
            try await agenda.clear()
            #expect(try await agenda.tasks().isEmpty)
        },
    ]
}
