"""Signed Slack events a second, latency, cold start and memory: `codehealer serve` against slack_bolt's adapters.

usage: bench_intake.py intake|start PROGRAM LOADER [rounds] [seconds]
Each server has one core to itself, the load comes from the other. Sides take turns, so that a busy machine meets all.
Ours has the event on the disk before it answers, and works its queue off on the same core meanwhile.
"""

import contextlib
import http.client
import http.server
import json
import os
import pathlib
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SECRET, TOKEN = "8f742231b10e8888abcd99yyyzzz85a5", "xoxb-bench"
SERVER_CORE, LOAD_CORE = "0", "1"
CONNECTIONS = 256
BOLT = ["aiohttp", "uvicorn", "gunicorn"]
GOALS = {"plain": 4, "insert": 10, "start": 10, "p99": 10}


class Slack(http.server.BaseHTTPRequestHandler):
    """As much of Slack's Web API as both sides ask for at their start."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = json.dumps({
            "ok": True, "url": "https://maya.slack.com/", "team": "Maya", "user": "codehealer", "team_id": "T07MAYA01",
            "user_id": "U07HEALER1", "bot_id": "B07HEALER1", "app_id": "A07HEALER1", "channels": [], "messages": [],
            "members": [], "response_metadata": {"next_cursor": ""},
        }).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bench:
    def __init__(self, program, loader, work):
        self.program, self.loader, self.work = program, loader, pathlib.Path(work)
        slack = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slack)
        threading.Thread(target=slack.serve_forever, daemon=True).start()
        self.api = f"http://127.0.0.1:{slack.server_port}/api/"
        self.runs = 0
        self.bolt = str(pathlib.Path(__file__).with_name("bench_bolt.py"))

    def command(self, side, port, folder):
        if side == "codehealer":
            return [self.program, "serve"]
        adapter, _, insert = side.partition("+")
        return [sys.executable, self.bolt, adapter, str(port), self.api] + ([f"{folder}/bolt.sqlite"] if insert else [])

    def start(self, side, folder):
        port = free_port()
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": self.api, "GITHUB_WEBHOOK_SECRET": "bench", "GITHUB_TOKEN": "bench",
            "GITHUB_API_URL": self.api, "CODEHEALER_PORT": str(port), "CODEHEALER_DATA": f"{folder}/data",
            "LOG_LEVEL": "error",
        }
        with open(f"{folder}/log", "ab") as log:
            process = subprocess.Popen(
                ["taskset", "-c", SERVER_CORE, *self.command(side, port, folder)], env=environment, cwd=folder,
                stdout=log, stderr=log)
        return process, port

    def first_answer(self, process, port, folder):
        """Waits until a signed event is answered with 200."""
        end = time.monotonic() + 30
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return self.load(port, 0.001, 1, 1, f"EvFirst{self.next_run()}x")
            time.sleep(0.001)
        sys.exit(f"the server did not start: {(folder / 'log').read_text()[-2000:]}")

    def next_run(self):
        self.runs += 1
        return self.runs

    def load(self, port, seconds, connections, rate, prefix):
        acked = self.work / f"acked-{prefix}"
        text = subprocess.run(
            ["taskset", "-c", LOAD_CORE, self.loader, str(port), str(seconds), str(connections), str(rate), SECRET,
             prefix, acked], check=True, capture_output=True, text=True).stdout
        result = json.loads(text)
        result["acked"] = [prefix + number for number in acked.read_text().split()]
        result["rate"] = result["ok"] / result["seconds"]
        result["failed"] = result["refused"] + result["broken"] + result["unanswered"]
        acked.unlink()
        return result

    @contextlib.contextmanager
    def server(self, side, folder=None):
        """A server that has answered once; stopped at the end."""
        folder = folder or self.work / f"run-{self.next_run()}"
        folder.mkdir(exist_ok=True)
        process, port = self.start(side, folder)
        try:
            first = self.first_answer(process, port, folder)
            yield process, port, folder, first
        finally:
            stop(process)

    def measure(self, side, seconds, rate=0, drain=False):
        with self.server(side) as (process, port, folder, first):
            warm = self.load(port, 1, CONNECTIONS, rate, f"EvWarm{self.next_run()}x")
            before = processor_seconds(process.pid)
            result = self.load(port, seconds, CONNECTIONS, rate, f"Ev{self.next_run()}x")
            result["cpu"] = (processor_seconds(process.pid) - before) / max(1, result["ok"]) * 1e6
            result["pss"] = memory(process.pid)
            result["done"] = done(port) if side == "codehealer" else None
            if drain:
                result["drain"] = drained(port, len(warm["acked"]) + len(result["acked"]) + len(first["acked"]))
        if side == "codehealer":
            result["lost"] = lost(folder / "data/codehealer.sqlite", first, warm, result)
        if "+" in side:
            with contextlib.closing(sqlite3.connect(folder / "bolt.sqlite")) as database:
                kept = {row[0] for row in database.execute("SELECT id FROM events")}
            result["lost"] = sum(1 for one in result["acked"] if one not in kept)
        return result

    def cold_start(self, side, folder):
        """Milliseconds from the start of the process to the first signed event that is answered with 200."""
        folder.mkdir(exist_ok=True)
        begin = time.monotonic()
        process, port = self.start(side, folder)
        try:
            self.first_answer(process, port, folder)
            return (time.monotonic() - begin) * 1000
        finally:
            stop(process)


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def memory(pid):
    """Proportional set size of the process and its children, in MB; the children's own programs (scanners) included."""
    total = 0
    with open(f"/proc/{pid}/smaps_rollup") as file:
        total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return total / 1024 + sum(memory(int(child)) for child in file.read().split())


def processor_seconds(pid):
    """User and system time of the process and its children so far."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return own + sum(processor_seconds(int(child)) for child in file.read().split())


def done(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return sum(int(float(line.split()[-1])) for line in text.splitlines()
               if line.startswith('codehealer_deliveries_total{outcome="done"}'))


def drained(port, accepted):
    """Events worked off a second after the load ended, and whether all were within 30 s."""
    begin, before = time.monotonic(), done(port)
    while time.monotonic() - begin < 30 and done(port) < accepted:
        time.sleep(0.2)
    return {"rate": (done(port) - before) / max(time.monotonic() - begin, 0.001), "left": accepted - done(port)}


def lost(path, *loads):
    """Acknowledged events that are not in the store exactly once: claimed, and either queued once or worked off."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        claimed = [row[0] for row in database.execute("SELECT id FROM delivery_ledger WHERE source = 'slackEvents'")]
        queued = [row[0] for row in database.execute("SELECT id FROM delivery_queue WHERE source = 'slackEvents'")]
        buried = database.execute("SELECT count(*) FROM delivery_buried").fetchone()[0]
    acked = [one for load in loads for one in load["acked"]]
    missing = set(acked) - set(claimed)
    return len(missing) + len(claimed) - len(set(claimed)) + len(queued) - len(set(queued)) + buried + (
        len(acked) - len(set(acked)))


def spread(values):
    return (max(values) - min(values)) / statistics.median(values) if len(values) > 1 else 0


def share(goal, value, unit="x"):
    return f"{value:.1f}{unit} ({'reached' if value >= goal else 'missed'}: {goal}{unit})"


def bench_intake(bench, rounds, seconds):
    sides = ["codehealer", *BOLT, *[f"{adapter}+sqlite" for adapter in BOLT]]
    results = {side: [] for side in sides}
    for number in range(rounds):
        for side in sides:
            print(f"\rround {number + 1}/{rounds} {side:20}", end="", file=sys.stderr, flush=True)
            results[side].append(bench.measure(side, seconds, drain=side == "codehealer" and number == rounds - 1))
    rates = {side: statistics.median(run["rate"] for run in runs) for side, runs in results.items()}
    half = {}
    for side in ["codehealer", *BOLT] * 2:
        print(f"\rhalf of its maximum: {side:20}", end="", file=sys.stderr, flush=True)
        half.setdefault(side, []).append(bench.measure(side, seconds, rate=int(rates[side] / 2)))
    print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
    ours = results["codehealer"]

    def ratio(side, key="rate"):
        pairs = [(our[key], run[key]) for our, run in zip(ours, results[side])]
        return statistics.median(our / its if key == "rate" else its / our for our, its in pairs)

    print(f"{'server, one core':20} {'req/s':>7} {'spread':>6} {'p50 ms':>7} {'p99 ms':>7} {'CPU us':>6} {'PSS MB':>6} "
          f"{'failed':>6} {'lost':>5} {'p99 at half':>11}  ratio: ours against it, by req/s and by CPU a request")
    for side in sides:
        runs = results[side]
        middle = {key: statistics.median(run[key] for run in runs) for key in ("p50", "p99", "cpu", "pss")}
        at_half = f"{min(run['p99'] for run in half[side]):.1f} ms" if side in half else ""
        kept = sum(run["lost"] for run in runs) if "lost" in runs[0] else "-"
        print(f"{side:20} {rates[side]:7.0f} {spread([run['rate'] for run in runs]):6.0%} {middle['p50']:7.1f} "
              f"{middle['p99']:7.1f} {middle['cpu']:6.0f} {middle['pss']:6.1f} {sum(run['failed'] for run in runs):6} "
              f"{kept:>5} {at_half:>11}  {ratio(side):.1f}x {ratio(side, 'cpu'):.1f}x")
    best = max(BOLT, key=lambda side: rates[side])
    best_kept = max((f"{side}+sqlite" for side in BOLT), key=lambda side: rates[side])
    drain = ours[-1]["drain"]
    print(f"\nagainst the best without insert ({best}): {share(GOALS['plain'], ratio(best))}")
    print(f"against the best with insert ({best_kept}): {share(GOALS['insert'], ratio(best_kept))}")
    print("p99 at half of our maximum, each run: " + ", ".join(f"{run['p99']:.1f} ms" for run in half["codehealer"])
          + f" (goal: below {GOALS['p99']} ms)")
    print(f"worked off during the load {ours[-1]['done']}, after it {drain['rate']:.0f}/s, left {drain['left']}")
    failed = sum(run["failed"] + run.get("lost", 0) for run in ours + half["codehealer"]) + drain["left"]
    if failed:
        sys.exit(f"{failed} events of ours failed or were lost")


def bench_start(bench, rounds):
    times = {side: [] for side in ["codehealer", *BOLT]}
    folders = {side: bench.work / f"start-{side}" for side in times}
    bench.cold_start("codehealer", folders["codehealer"])  # makes the store; files are in the page cache from here on
    for _ in range(rounds):
        for side, runs in times.items():
            runs.append(bench.cold_start(side, folders[side]))
    ours = times["codehealer"]
    print(f"{'cold start':20} {'median ms':>9} {'best':>7} {'spread':>6}  ratio (it / ours), goal {GOALS['start']}x")
    for side, runs in times.items():
        ratio = statistics.median(run / our for our, run in zip(ours, runs))
        print(f"{side:20} {statistics.median(runs):9.1f} {min(runs):7.1f} {spread(runs):6.0%}  {ratio:.1f}x")


def main(what, program, loader, rounds=None, seconds=3):
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    with tempfile.TemporaryDirectory(dir=".bench") as work:
        work = os.path.abspath(work)
        bench = Bench(os.path.abspath(program), os.path.abspath(loader), work)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {CONNECTIONS} connections, sync of the disk "
              f"{sync_time(work):.1f} ms\n")
        if what == "intake":
            bench_intake(bench, int(rounds or 3), float(seconds))
            print()
        bench_start(bench, int(rounds or 7) if what == "start" else 5)


def sync_time(folder):
    times = []
    with open(f"{folder}/sync", "wb") as file:
        for _ in range(20):
            file.write(b"x" * 4096)
            file.flush()
            begin = time.monotonic()
            os.fdatasync(file.fileno())
            times.append((time.monotonic() - begin) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main(*sys.argv[1:])
