import FoundationEssentials
import GRDB
package import HealingDomain

extension SQLiteSolutionMemory {
    package func checkpoint(channel: ChannelID) async throws(Fault) -> MiningCheckpoint? {
        try await self.file.read("reading a checkpoint") { database in
            try String.fetchOne(
                database, sql: "SELECT body FROM mining_checkpoint WHERE channel = ?", arguments: [channel.rawValue]
            ).map { try RecordText.decode(MiningCheckpoint.self, from: $0) }
        }
    }

    package func save(_ checkpoint: MiningCheckpoint) async throws(Fault) {
        try await self.file.write("saving a checkpoint") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO mining_checkpoint (channel, body) VALUES (?, ?)",
                arguments: [checkpoint.channel.rawValue, try RecordText.encode(checkpoint)])
        }
    }

    package func checkpoints() async throws(Fault) -> [MiningCheckpoint] {
        try await self.file.read("reading checkpoints") { database in
            try String.fetchAll(database, sql: "SELECT body FROM mining_checkpoint ORDER BY channel")
                .map { try RecordText.decode(MiningCheckpoint.self, from: $0) }
        }
    }
}
