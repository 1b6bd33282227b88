import FixReplay
import HealingDomain
import Testing

/// Text with values in it becomes fixed text and values, whatever form the target wrote it in.
struct CompositionReplayTests {
    private let query = Replaying(
        language: .python, before: "cursor.execute(f\"SELECT * FROM users WHERE id = {user_id}\")\n",
        after: "cursor.execute(\"SELECT * FROM users WHERE id = %s\", (user_id,))\n")

    @Test(arguments: [
        "cur.execute(f\"SELECT a FROM people WHERE name = '{name}' AND age > {age}\")\n",
        "cur.execute(\"SELECT a FROM people WHERE name = '\" + name + \"' AND age > \" + str(age))\n",
        "cur.execute(\"SELECT a FROM people WHERE name = '%s' AND age > %s\" % (name, age))\n",
        "cur.execute(\"SELECT a FROM people WHERE name = '{}' AND age > {}\".format(name, age))\n",
    ])
    func `a query with values in it becomes a query with parameters`(_ code: String) throws {
        #expect(
            try self.query.result(on: code)
                == "cur.execute(\"SELECT a FROM people WHERE name = %s AND age > %s\", (name, age))\n")
    }

    @Test(arguments: [
        "cur.execute(f\"SELECT * FROM {table} WHERE id = 1\")\n",
        "cur.execute(f\"SELECT * FROM t WHERE name LIKE '%{name}%'\")\n",
        "cur.execute(f\"SELECT * FROM t ORDER BY {column}\")\n",
        "cur.execute(f\"SELECT * FROM t WHERE id = {number:d}\")\n",
    ])
    func `a value that no parameter can stand for is left to a person`(_ code: String) throws {
        #expect(try self.query.result(on: code) == nil)
    }

    @Test func `a query built in one statement and run in another is changed in both or not at all`() throws {
        let replay = Replaying(
            language: .python, before: "query = f\"SELECT * FROM users WHERE id = {user_id}\"\ncursor.execute(query)\n",
            after: "query = \"SELECT * FROM users WHERE id = %s\"\ncursor.execute(query, (user_id,))\n")
        let code =
            "def find(cur, name):\n    sql = f\"SELECT id FROM people WHERE name = '{name}'\"\n    cur.execute(sql)\n"
        #expect(
            try replay.result(on: code)
                == "def find(cur, name):\n    sql = \"SELECT id FROM people WHERE name = %s\"\n    cur.execute(sql, (name,))\n"
        )
        #expect(try replay.result(on: "sql = f\"SELECT id FROM people WHERE name = '{name}'\"\n") == nil)
    }

    @Test func `other languages have other placeholders`() throws {
        let go = Replaying(
            language: .go, before: "rows, err := db.Query(fmt.Sprintf(\"SELECT * FROM t WHERE id = %s\", id))\n",
            after: "rows, err := db.Query(\"SELECT * FROM t WHERE id = $1\", id)\n")
        #expect(
            try go.result(
                on: "rows, err := conn.Query(fmt.Sprintf(\"SELECT a FROM b WHERE c = '%s' AND d = %d\", name, d))\n")
                == "rows, err := conn.Query(\"SELECT a FROM b WHERE c = $1 AND d = $2\", name, d)\n")
    }

    @Test func `a shell command becomes a list of words`() throws {
        let replay = Replaying(
            language: .python, before: "subprocess.run(f\"git clone {url}\", shell=True)\n",
            after: "subprocess.run([\"git\", \"clone\", url])\n")
        #expect(
            try replay.result(on: "subprocess.run(f\"ping -c 1 {host}\", shell=True)\n")
                == "subprocess.run([\"ping\", \"-c\", \"1\", host])\n")
        #expect(try replay.result(on: "subprocess.run(f\"cat {name} | wc\", shell=True)\n") == nil)
        #expect(try replay.result(on: "subprocess.run(f\"cat /srv/{name}\", shell=True)\n") == nil)
    }

    @Test func `a command of JavaScript takes the sibling from the same module and drops the orphan`() throws {
        let replay = Replaying(
            language: .javascript, before: "execSync(`git clone ${url}`);\n",
            after: "execFileSync('git', ['clone', url]);\n")
        let code =
            "const { execSync } = require('child_process');\nfunction ping(h) { return execSync(`ping -c 1 ${h}`); }\n"
        #expect(
            try replay.result(on: code)
                == "const { execFileSync } = require('child_process');\n"
                + "function ping(h) { return execFileSync('ping', ['-c', '1', h]); }\n")
    }

    @Test func `a secret moves to the environment under its own name, where a finding points`() throws {
        let replay = Replaying(
            language: .python, before: "API_KEY = \"sk_live_1234567890\"\n",
            after: "import os\n\nAPI_KEY = os.environ[\"API_KEY\"]\n")
        let code = "import sys\n\nPAYMENT_TOKEN = \"tok_77ddaa88\"\nNAME = \"shop\"\n"
        #expect(
            try replay.result(on: code, lines: 3...3)
                == "import os\nimport sys\n\nPAYMENT_TOKEN = os.environ[\"PAYMENT_TOKEN\"]\nNAME = \"shop\"\n")
        #expect(try replay.result(on: code) == nil)
        let script = Replaying(
            language: .javascript, before: "const apiKey = \"sk_live_1234567890\";\n",
            after: "const apiKey = process.env.API_KEY;\n")
        #expect(
            try script.result(on: "const stripeSecret = 'sk_x';\n", lines: 1...1)
                == "const stripeSecret = process.env.STRIPE_SECRET;\n")
    }
}
