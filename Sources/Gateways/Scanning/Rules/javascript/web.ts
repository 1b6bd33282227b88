import fs from "fs";
import path from "path";
import axios from "axios";
import cors from "cors";
import crypto from "crypto";
import jwt from "jsonwebtoken";

const UPLOADS = "/srv/uploads";

function download(req: Request, res: Response): void {
  // ruleid: javascript.path-traversal.request-data
  fs.readFile(path.join(UPLOADS, req.query.name), () => {});
  // ruleid: javascript.path-traversal.request-data
  res.sendFile(UPLOADS + "/" + req.params.name);
  // ok: javascript.path-traversal.request-data
  fs.readFile(path.join(UPLOADS, path.basename(req.query.name)), () => {});
  const target = path.resolve(UPLOADS, req.query.name);
  if (!target.startsWith(UPLOADS + path.sep)) {
    throw new Error("outside");
  }
  // ok: javascript.path-traversal.request-data
  fs.readFile(target, () => {});
}

function readUpload(folder: string, fileName: string): Buffer {
  // ruleid: javascript.path-traversal.joined-name
  return fs.readFileSync(path.join(folder, fileName));
}

function readUploadWell(folder: string, fileName: string): Buffer {
  const target = path.resolve(folder, fileName);
  if (!target.startsWith(folder + path.sep)) {
    throw new Error("outside");
  }
  // ok: javascript.path-traversal.joined-name
  return fs.readFileSync(target);
}

async function proxy(req: Request, res: Response): Promise<void> {
  // ruleid: javascript.outbound-requests.request-data
  await axios.get(req.query.url);
  // ruleid: javascript.outbound-requests.request-data
  await fetch(`http://${req.params.host}/status`);
  // ok: javascript.outbound-requests.request-data
  await axios.get("https://api.example.com/users/" + req.params.id);
  // ok: javascript.outbound-requests.request-data
  await axios.get("https://api.example.com/users", { params: { q: req.query.q } });
  // ruleid: javascript.outbound-requests.open-redirect
  res.redirect(req.query.next);
  // ok: javascript.outbound-requests.open-redirect
  res.redirect("/welcome");
  // ok: javascript.outbound-requests.open-redirect
  res.redirect("/users/" + req.params.id);
}

function settings(app: any, res: any, token: string, session: any): void {
  // ruleid: javascript.web.cors-any-origin
  app.use(cors({ origin: "*" }));
  // ok: javascript.web.cors-any-origin
  app.use(cors({ origin: "https://example.com" }));
  // ruleid: javascript.web.cookie-flag-off
  res.cookie("theme", "dark", { httpOnly: false });
  // ok: javascript.web.cookie-flag-off
  res.cookie("theme", "dark", { httpOnly: true });
  // ruleid: javascript.web.session-cookie-without-flags
  res.cookie("session", token);
  // ok: javascript.web.session-cookie-without-flags
  res.cookie("session", token, { httpOnly: true, secure: true, sameSite: "lax" });
  // ok: javascript.web.session-cookie-without-flags
  res.cookie("theme", "dark");
}

function tls(https: any): void {
  // ruleid: javascript.web.certificate-check-off
  new https.Agent({ rejectUnauthorized: false });
  // ok: javascript.web.certificate-check-off
  new https.Agent({ keepAlive: true });
  // ruleid: javascript.web.certificate-check-off-everywhere
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  // ok: javascript.web.certificate-check-off-everywhere
  process.env.NODE_EXTRA_CA_CERTS = "/etc/ca.pem";
}

function digests(text: string, key: Buffer, iv: Buffer, token: string): void {
  // ruleid: javascript.cryptography.weak-hash
  crypto.createHash("md5").update(text).digest("hex");
  // ok: javascript.cryptography.weak-hash
  crypto.createHash("sha256").update(text).digest("hex");
  // ruleid: javascript.cryptography.weak-cipher
  crypto.createCipheriv("des-cbc", key, iv);
  // ruleid: javascript.cryptography.weak-cipher
  crypto.createCipheriv("aes-128-ecb", key, null);
  // ok: javascript.cryptography.weak-cipher
  crypto.createCipheriv("aes-256-gcm", key, iv);
  // ruleid: javascript.cryptography.predictable-random
  const resetToken = Math.random().toString(36).slice(2);
  // ok: javascript.cryptography.predictable-random
  const safeToken = crypto.randomBytes(32).toString("hex");
  // ok: javascript.cryptography.predictable-random
  const colour = Math.floor(Math.random() * 3);
  // ruleid: javascript.cryptography.jwt-unverified
  jwt.decode(token);
  // ok: javascript.cryptography.jwt-unverified
  jwt.verify(token, key, { algorithms: ["RS256"] });
}

// ruleid: javascript.secrets.hard-coded
const apiKey = "9f8a7d6c5b4e3f2a1b0c";
// ruleid: javascript.secrets.hard-coded
const database = { user: "app", password: "s3cr3t-Pa55" };
// ok: javascript.secrets.hard-coded
const apiKeyFromEnvironment = process.env.API_KEY;
// ok: javascript.secrets.hard-coded
const form = { password: "" };
// ok: javascript.secrets.hard-coded
const labels = { password: "Password is required" };

async function create(req: any, User: any): Promise<void> {
  // ruleid: javascript.web.mass-assignment
  await User.create(req.body);
  // ok: javascript.web.mass-assignment
  await User.create({ name: req.body.name });
}
