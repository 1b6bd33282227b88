/// A record's `body` is its JSON; the columns beside it are what it is found by.
enum Migration002 {
    static let sql = """
        CREATE TABLE audit_entry (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            fix_id TEXT NOT NULL,
            timestamp INTEGER NOT NULL,
            step TEXT NOT NULL,
            repository TEXT,
            file_path TEXT,
            issue_type TEXT,
            severity TEXT,
            confidence_score INTEGER,
            source TEXT,
            pr_url TEXT,
            fix_applied INTEGER NOT NULL,
            user TEXT NOT NULL,
            execution_time_ms INTEGER,
            detail TEXT NOT NULL,
            finding TEXT,
            rule TEXT
        );
        CREATE INDEX audit_entry_by_time ON audit_entry (timestamp, sequence);
        CREATE INDEX audit_entry_by_fix ON audit_entry (fix_id);
        CREATE INDEX audit_entry_by_finding ON audit_entry (finding);
        CREATE INDEX audit_entry_by_pull_request ON audit_entry (pr_url);
        CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        CREATE TRIGGER audit_entry_is_never_replaced BEFORE INSERT ON audit_entry
            WHEN EXISTS (SELECT 1 FROM audit_entry WHERE sequence = NEW.sequence)
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

        CREATE TABLE healing_record (
            fingerprint TEXT PRIMARY KEY,
            repository TEXT,
            pull_request INTEGER,
            card_channel TEXT,
            card_timestamp TEXT,
            evidence_channel TEXT,
            evidence_timestamp TEXT,
            created_at REAL NOT NULL,
            updated_at REAL NOT NULL,
            body TEXT NOT NULL
        );
        CREATE INDEX healing_record_by_pull_request ON healing_record (repository, pull_request);
        CREATE INDEX healing_record_by_card ON healing_record (card_channel, card_timestamp);
        CREATE INDEX healing_record_by_evidence ON healing_record (evidence_channel, evidence_timestamp);
        CREATE INDEX healing_record_by_age ON healing_record (updated_at);

        CREATE TABLE approval (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            pull_request INTEGER NOT NULL,
            state TEXT NOT NULL,
            is_executed INTEGER NOT NULL,
            created_at REAL NOT NULL,
            body TEXT NOT NULL
        );
        CREATE INDEX approval_by_pull_request ON approval (repository, pull_request);
        CREATE INDEX approval_by_state ON approval (state, is_executed);

        CREATE TABLE fix_template (
            id TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            language TEXT NOT NULL,
            level TEXT NOT NULL,
            body TEXT NOT NULL,
            fix_id TEXT NOT NULL,
            created_at REAL NOT NULL,
            approved INTEGER NOT NULL,
            edited INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            reverted INTEGER NOT NULL,
            failed_checks INTEGER NOT NULL
        );
        CREATE INDEX fix_template_by_rule ON fix_template (rule, language);

        CREATE TABLE fix_exclusion (
            template TEXT NOT NULL,
            finding TEXT NOT NULL,
            PRIMARY KEY (template, finding)
        ) WITHOUT ROWID;
        """
}
