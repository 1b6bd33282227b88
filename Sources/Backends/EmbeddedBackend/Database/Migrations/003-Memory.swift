/// `thread_terms` holds the words as TeamMemory's tokenizer cut them, one space between two: `tokenchars` keeps SQLite
/// from cutting them again.
enum Migration003 {
    static let sql = """
        CREATE TABLE thread (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            timestamp TEXT NOT NULL,
            is_private INTEGER NOT NULL,
            terms INTEGER NOT NULL,
            body TEXT NOT NULL,
            UNIQUE (channel, timestamp)
        );
        CREATE VIRTUAL TABLE thread_terms USING fts5 (
            prose, code, tokenize = "unicode61 remove_diacritics 0 tokenchars '_.=$'"
        );
        CREATE VIRTUAL TABLE thread_vocabulary USING fts5vocab ('thread_terms', 'row');
        CREATE TABLE thread_vector (
            thread INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
            embedder TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (embedder, thread)
        );
        CREATE INDEX thread_vector_by_thread ON thread_vector (thread);

        CREATE TABLE past_fix (
            id TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            language TEXT NOT NULL,
            timestamp REAL NOT NULL,
            body TEXT NOT NULL
        );
        CREATE INDEX past_fix_by_rule ON past_fix (rule, language, timestamp);

        CREATE TABLE mining_checkpoint (
            channel TEXT PRIMARY KEY,
            body TEXT NOT NULL
        );
        """
}
