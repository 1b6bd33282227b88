/// Who may decide and who did so far, which process carries a decision out, and which findings were rejected.
enum Migration005 {
    /// Questions asked before there was a policy keep the one that held for all: one person of the team.
    static let sql = """
        UPDATE approval SET body = json_set(body, '$.votes', json('[]'), '$.policy', json('{
            "approvals": 1, "approvers": [], "groups": [], "authorMayDecide": true, "requesterMayDecide": true,
            "knownLogin": "never", "confirmation": "never"
        }'));

        -- Those that expired or were superseded before were never marked.
        UPDATE approval SET is_executed = 1, body = json_set(body, '$.executedAt', json_extract(body, '$.decidedAt'))
            WHERE state IN ('expired', 'superseded') AND is_executed = 0;

        DROP INDEX approval_by_state;
        CREATE INDEX approval_by_execution ON approval (is_executed, state);

        CREATE TABLE approval_execution (
            approval TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            held_until REAL NOT NULL
        ) WITHOUT ROWID;

        CREATE INDEX healing_record_by_state ON healing_record (
            json_extract(body, '$.state'), json_extract(body, '$.finding.rule'),
            json_extract(body, '$.finding.repository')
        );
        """
}
