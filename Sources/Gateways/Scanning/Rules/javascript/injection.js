const { exec, execFile, spawn } = require("child_process");
const cp = require("child_process");
const TABLE = "users";

async function find(db, pool, name, ids) {
  // ruleid: javascript.sql-injection.string-build
  db.query("SELECT * FROM users WHERE name = '" + name + "'");
  // ruleid: javascript.sql-injection.string-build
  await pool.query(`SELECT * FROM users WHERE name = '${name}'`);
  const sql = "DELETE FROM users WHERE name = '" + name + "'";
  // ruleid: javascript.sql-injection.string-build
  db.run(sql, () => {});
  // ruleid: javascript.sql-injection.string-build
  db.get(`SELECT * FROM users WHERE name = ${name}`);
  // ok: javascript.sql-injection.string-build
  db.query("SELECT * FROM users WHERE name = ?", [name]);
  // ok: javascript.sql-injection.string-build
  await pool.query("SELECT * FROM users WHERE name = $1", [name]);
  // ok: javascript.sql-injection.string-build
  db.query(`SELECT * FROM ${TABLE} WHERE name = ?`, [name]);
  // ok: javascript.sql-injection.string-build
  db.query("SELECT * FROM users WHERE name = " + db.escape(name));
  const placeholders = ids.map(() => "?").join(", ");
  // ok: javascript.sql-injection.string-build
  db.query(`SELECT * FROM users WHERE id IN (${placeholders})`, ids);
}

function route(req, res, db) {
  // ruleid: javascript.sql-injection.request-data, javascript.sql-injection.string-build
  db.query("SELECT * FROM users WHERE id = " + req.params.id);
  // ruleid: javascript.sql-injection.request-data
  db.query(req.body.sql);
  // ok: javascript.sql-injection.request-data, javascript.sql-injection.string-build
  db.query("SELECT * FROM users WHERE id = ?", [req.params.id]);
  // ok: javascript.sql-injection.request-data, javascript.sql-injection.string-build
  db.query("SELECT * FROM users WHERE id = " + Number(req.params.id));
}

function ping(host) {
  // ruleid: javascript.command-injection.shell
  exec("ping -c 1 " + host);
  // ruleid: javascript.command-injection.shell
  cp.execSync(`ping -c 1 ${host}`);
  // ruleid: javascript.command-injection.shell
  cp.exec(host, () => {});
  // ok: javascript.command-injection.shell
  exec("ls -l");
  // ok: javascript.command-injection.shell
  execFile("ping", ["-c", "1", host]);
  // ok: javascript.command-injection.shell
  /ab+/.exec(host);
  // ruleid: javascript.command-injection.spawn-shell
  spawn("ping", [host], { shell: true });
  // ruleid: javascript.command-injection.spawn-shell
  cp.spawn("sh", ["-c", "ping " + host]);
  // ok: javascript.command-injection.spawn-shell
  spawn("ping", [host]);
  // ok: javascript.command-injection.spawn-shell
  spawn("npm run build", { shell: true });
}

function calculate(expression, work) {
  // ruleid: javascript.code-injection.eval
  eval(expression);
  // ruleid: javascript.code-injection.eval
  const f = new Function("x", "return " + expression);
  // ruleid: javascript.code-injection.eval
  setTimeout("update(" + expression + ")", 100);
  // ok: javascript.code-injection.eval
  eval("1 + 1");
  // ok: javascript.code-injection.eval
  JSON.parse(expression);
  // ok: javascript.code-injection.eval
  setTimeout(() => work(expression), 100);
}

async function signIn(req, users) {
  // ruleid: javascript.nosql-injection.request-data
  await users.findOne({ name: req.body.name, password: req.body.password });
  // ok: javascript.nosql-injection.request-data
  await users.findOne({ name: String(req.body.name) });
}

function search(req, lines, escapeRegExp) {
  // ruleid: javascript.injection.regular-expression
  const found = new RegExp(req.query.pattern);
  // ok: javascript.injection.regular-expression
  const safe = new RegExp(escapeRegExp(req.query.pattern));
  // ok: javascript.injection.regular-expression
  return lines.filter((line) => line.includes(req.query.pattern));
}

function set(req, settings, _) {
  // ruleid: javascript.injection.prototype-pollution
  settings[req.body.section][req.body.name] = req.body.value;
  // ruleid: javascript.injection.prototype-pollution
  _.merge(settings, req.body);
  // ok: javascript.injection.prototype-pollution
  settings.theme.colour = req.body.value;
  // ok: javascript.injection.prototype-pollution
  _.merge(settings, { colour: "red" });
}

function parse(libxml, text, serialize) {
  // ruleid: javascript.injection.xml-entities
  libxml.parseXml(text, { noent: true });
  // ok: javascript.injection.xml-entities
  libxml.parseXml(text, { nonet: true });
  // ruleid: javascript.injection.unsafe-deserialization
  serialize.unserialize(text);
  // ok: javascript.injection.unsafe-deserialization
  JSON.parse(text);
}
