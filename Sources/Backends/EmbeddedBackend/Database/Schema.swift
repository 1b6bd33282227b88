import GRDB

/// The tables, as numbered steps. A step that was ever released is never changed; a change is a new step.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (name, sql) in self.steps {
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        return migrator
    }

    private static let steps: [(name: String, sql: String)] = [
        ("001-intake", Migration001.sql),
        ("002-records", Migration002.sql),
        ("003-memory", Migration003.sql),
        ("004-team-settings", Migration004.sql),
        ("005-approvals", Migration005.sql),
        ("006-outgoing", Migration006.sql),
        ("007-mining", Migration007.sql),
    ]
}
