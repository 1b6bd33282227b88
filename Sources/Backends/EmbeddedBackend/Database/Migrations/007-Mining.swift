/// Who is named in which thread, what was erased for good, what has to be read; and the one change that the audit allows.
enum Migration007 {
    static let sql = """
        CREATE TABLE thread_person (
            person TEXT NOT NULL,
            thread INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
            PRIMARY KEY (person, thread)
        ) WITHOUT ROWID;
        CREATE INDEX thread_person_by_thread ON thread_person (thread);
        INSERT INTO thread_person (person, thread)
            SELECT DISTINCT json_extract(message.value, '$.author'), thread.id
            FROM thread, json_each(thread.body, '$.messages') AS message;

        CREATE TABLE erased (
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            PRIMARY KEY (kind, key)
        ) WITHOUT ROWID;

        CREATE TABLE mining_task (
            channel TEXT NOT NULL,
            timestamp TEXT NOT NULL,
            due INTEGER NOT NULL,
            edition INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            problem TEXT,
            PRIMARY KEY (channel, timestamp)
        ) WITHOUT ROWID;
        CREATE INDEX mining_task_by_turn ON mining_task (due);

        DROP TRIGGER audit_entry_is_never_changed;
        CREATE TRIGGER audit_entry_is_only_erased BEFORE UPDATE ON audit_entry WHEN NOT (
                NEW.sequence IS OLD.sequence AND NEW.fix_id IS OLD.fix_id AND NEW.timestamp IS OLD.timestamp
                AND NEW.step IS OLD.step AND NEW.repository IS OLD.repository AND NEW.file_path IS OLD.file_path
                AND NEW.issue_type IS OLD.issue_type AND NEW.severity IS OLD.severity
                AND NEW.confidence_score IS OLD.confidence_score AND NEW.source IS OLD.source
                AND NEW.pr_url IS OLD.pr_url AND NEW.fix_applied IS OLD.fix_applied
                AND NEW.execution_time_ms IS OLD.execution_time_ms AND NEW.finding IS OLD.finding
                AND NEW.rule IS OLD.rule AND (NEW.user IS OLD.user OR NEW.user = 'erased-person')
                AND (NEW.detail IS OLD.detail OR instr(NEW.detail, 'erased') > 0))
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        """
}
