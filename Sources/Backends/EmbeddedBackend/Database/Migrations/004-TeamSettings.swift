/// An empty text stands for "all" in the keys, since SQLite takes two NULLs for different.
enum Migration004 {
    static let sql = """
        CREATE TABLE subscription (
            repository TEXT NOT NULL,
            branch TEXT NOT NULL,
            channel TEXT NOT NULL,
            made_at REAL NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (channel, repository, branch)
        ) WITHOUT ROWID;

        CREATE TABLE mute (
            kind TEXT NOT NULL,
            target TEXT NOT NULL,
            repository TEXT NOT NULL,
            made_at REAL NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (kind, target, repository)
        ) WITHOUT ROWID;

        CREATE TABLE identity_link (
            person TEXT PRIMARY KEY,
            login TEXT NOT NULL UNIQUE,
            body TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE link_request (
            person TEXT PRIMARY KEY,
            body TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE proven_thread (
            channel TEXT NOT NULL,
            timestamp TEXT NOT NULL,
            made_at REAL NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (channel, timestamp)
        ) WITHOUT ROWID;

        CREATE TABLE channel_preferences (
            channel TEXT PRIMARY KEY,
            body TEXT NOT NULL
        ) WITHOUT ROWID;
        """
}
