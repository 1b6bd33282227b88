package import HealingDomain

extension MineChannel {
    /// Takes threads of an export in: what the channel itself told is newer, and stays.
    ///
    /// - Parameters:
    ///   - cursor: from where a broken-off import goes on; `nil` once all of the channel is in.
    /// - Returns: how many documents the channel has now.
    package func take(
        _ threads: [[RawMessage]], of channel: Channel, cursor: String?
    ) async throws(Fault) -> Int {
        let stored = try await self.memory.checkpoint(channel: channel.id)
        let isLive = stored != nil && stored?.hasImport != true
        let edition = self.turns.edition
        for messages in threads {
            guard let first = messages.first, self.isKept(first.timestamp) else { continue }
            let reference = MessageReference(channel: channel.id, timestamp: first.timestamp)
            if isLive, try await self.memory.thread(reference) != nil { continue }
            try await self.read(messages, of: reference, in: channel, edition: edition)
        }
        var checkpoint =
            stored
            ?? MiningCheckpoint(
                channel: channel.id, channelName: channel.name, cursor: nil, threads: 0, isComplete: false,
                updatedAt: self.now(), isPrivate: channel.isPrivate)
        if !isLive { (checkpoint.cursor, checkpoint.isComplete, checkpoint.hasImport) = (cursor, cursor == nil, true) }
        if isLive, cursor == nil { checkpoint.hasImport = true }
        checkpoint.threads = try await self.memory.threads(in: channel.id).count
        checkpoint.updatedAt = self.now()
        try await self.save(checkpoint, edition)
        return checkpoint.threads
    }

    /// Where a broken-off import of the channel goes on; `nil` for its start.
    package func importCursor(of channel: ChannelID) async throws(Fault) -> String? {
        guard let checkpoint = try await self.memory.checkpoint(channel: channel), checkpoint.hasImport == true else {
            return nil
        }
        return checkpoint.cursor
    }
}
