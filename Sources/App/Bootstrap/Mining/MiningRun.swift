import Foundation
package import HealingDomain
import HealingFlow
package import Logging
import SlackGateway

/// `codehealer mine`: reads a channel through the token, or an export from disk, into the store, and tells how far it is.
/// Broken off, it goes on where it stopped. A running server may use the same store meanwhile.
package struct MiningRun: Sendable {
    let settings: ServerSettings
    let backend: Backend
    let tell: @Sendable (String) -> Void
    let logger: Logger

    package init(
        settings: ServerSettings, backend: Backend, logger: Logger, tell: @escaping @Sendable (String) -> Void
    ) {
        self.settings = settings
        self.backend = backend
        self.tell = tell
        self.logger = logger
    }

    /// `source` is a folder, `#name`, or a channel's id.
    package func callAsFunction(_ source: String) async throws(Fault) {
        let connections = Connections(self.settings, logger: self.logger)
        let mining = FlowBuilder(
            settings: self.settings, backend: self.backend, connections: connections, health: { [] },
            logger: self.logger
        ).mining()
        let result: Result<Void, Fault>
        do throws(Fault) {
            result = .success(try await self.mine(source, mining, connections))
        } catch {
            result = .failure(error)
        }
        await connections.shutDown()
        try result.get()
    }

    private func mine(_ source: String, _ mining: Mining, _ connections: Connections) async throws(Fault) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: source, isDirectory: &isFolder), isFolder.boolValue {
            return try await self.read(try SlackExport(folder: source), into: mining.mine)
        }
        guard self.settings.slack.botToken != nil else {
            throw Fault(
                doing: "mining \(source)", detail: "there is no such folder, and no token to ask Slack with",
                advice: "Name the folder of a Slack export, or set SLACK_BOT_TOKEN to read a channel.")
        }
        _ = try await connections.chat.identity()
        let channel = try await self.channel(source, connections.history)
        switch try await mining.keeper.requestBackfill(channel) {
        case .refused(let found, let refusal):
            throw Fault(
                doing: "mining \(found?.name ?? source)", detail: "it is not read: \(refusal.rawValue)",
                advice: refusal.advice)
        case .queued(let found): try await self.read(found, mining.mine)
        }
    }

    private func channel(_ source: String, _ history: any ChannelHistory) async throws(Fault) -> ChannelID {
        let name = source.hasPrefix("#") ? String(source.dropFirst()) : source
        if let found = try await history.channels().first(where: { $0.name == name || $0.id.rawValue == name }) {
            return found.id
        }
        return ChannelID(name)
    }

    private func read(_ channel: Channel, _ mine: MineChannel) async throws(Fault) {
        while true {
            do throws(Fault) {
                let isDone = try await mine.readPage(of: channel.id)
                let checkpoint = try await self.backend.memory.checkpoint(channel: channel.id)
                let reached = checkpoint?.reached.map {
                    ", back to \($0.date.formatted(.iso8601.year().month().day()))"
                }
                self.tell("#\(channel.name): \(checkpoint?.threads ?? 0) threads\(reached ?? "")")
                if isDone { return self.tell("#\(channel.name) is read") }
            } catch {
                guard error.isRetryable, !Task.isCancelled else { throw error }
                let seconds = max(1, error.retryAfterSeconds ?? 5)
                self.tell("waiting \(Int(seconds)) s: \(error.detail)")
                try await attempting("waiting") { try await Task.sleep(for: .seconds(seconds)) }
            }
        }
    }

    private func read(_ export: SlackExport, into mine: MineChannel) async throws(Fault) {
        for channel in export.channels {
            let days = try export.days(of: channel)
            let cursor = try await mine.importCursor(of: channel.id)
            var replies: [MessageTimestamp: [RawMessage]] = [:]
            for (index, day) in days.enumerated() {
                let threads = try export.threads(of: channel, day: day, later: &replies)
                // Days that are in already are only read for the replies that earlier ones need.
                if let cursor, day > cursor { continue }
                let next = index + 1 < days.count ? days[index + 1] : nil
                let count = try await mine.take(threads, of: channel, cursor: next)
                self.tell("#\(channel.name) \(day): \(count) threads")
            }
        }
        self.tell("the export is read: \(try await self.backend.memory.threadCount()) threads in all")
    }
}

extension MiningRefusal {
    var advice: String {
        switch self {
        case .notMember: "Invite the bot to the channel: /invite @codehealer."
        case .archived: "Unarchive the channel first."
        case .directMessages: "Direct and group messages are never read."
        case .sharedOutside:
            "Another organisation reads along in it. Set \(Setting.readSharedChannels.name)=yes where that is agreed."
        }
    }
}
