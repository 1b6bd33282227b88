/// Moments are whole milliseconds since 1970, so that they compare as integers.
enum Migration001 {
    static let sql = """
        CREATE TABLE delivery_ledger (
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            accepted_at INTEGER NOT NULL,
            PRIMARY KEY (source, id)
        ) WITHOUT ROWID;
        CREATE INDEX delivery_ledger_by_age ON delivery_ledger (accepted_at);

        CREATE TABLE delivery_queue (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            event TEXT NOT NULL,
            body BLOB NOT NULL,
            received_at REAL NOT NULL,
            priority INTEGER NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0,
            available_at INTEGER NOT NULL,
            receipt TEXT UNIQUE,
            last_reason TEXT
        );
        CREATE INDEX delivery_queue_by_turn ON delivery_queue (priority, sequence, available_at);

        CREATE TABLE delivery_buried (
            sequence INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            event TEXT NOT NULL,
            body BLOB NOT NULL,
            received_at REAL NOT NULL,
            attempt INTEGER NOT NULL,
            reason TEXT NOT NULL,
            buried_at INTEGER NOT NULL
        );
        """
}
