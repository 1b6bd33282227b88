/// What is to be said, and which findings share a card. A row's `content` is gone once it is shown.
enum Migration006 {
    static let sql = """
        CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            lane TEXT NOT NULL,
            channel TEXT NOT NULL,
            content TEXT,
            marker TEXT NOT NULL,
            version INTEGER NOT NULL,
            shown_version INTEGER NOT NULL,
            posted_channel TEXT,
            posted_timestamp TEXT,
            is_in_flight INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            problem TEXT,
            is_buried INTEGER NOT NULL
        );
        CREATE INDEX outbox_waiting ON outbox (lane, sequence) WHERE shown_version < version AND is_buried = 0;
        CREATE INDEX outbox_by_channel ON outbox (channel, created_at);
        CREATE INDEX outbox_by_change ON outbox (changed_at);

        ALTER TABLE healing_record ADD COLUMN card_group TEXT;
        CREATE INDEX healing_record_by_group ON healing_record (card_group);
        """
}
