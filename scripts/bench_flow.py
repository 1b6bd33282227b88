"""Pushes commits with one defect each to the playground and times each card. usage: bench_flow.py PROGRAM PUSHES"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

PORT = 4791
BASE = f"http://127.0.0.1:{PORT}"
CODE = '"""Report {n}."""\n\n\ndef find_{n}(connection, name):\n    cursor = connection.cursor()\n' \
       "    cursor.execute(f\"SELECT id FROM report_{n} WHERE name = '{{name}}'\")\n    return cursor.fetchall()\n"


def get(path):
    with urllib.request.urlopen(BASE + path, timeout=10) as answer:
        return answer.read().decode()


def git(folder, *words):
    subprocess.run(["git", "-C", folder, "-c", "user.name=Tom", "-c", "user.email=tom@acme.example", *words],
                   check=True, capture_output=True)


def wait(what, look, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if look():
            return
        time.sleep(0.01)
    sys.exit(f"{what} did not happen in {seconds} s")


def share(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]


def measure(program, pushes, work):
    clone = f"{work}/clone"
    subprocess.run(["git", "clone", "-q", "-b", "develop", f"{BASE}/git/acme/shop.git", clone], check=True)
    times = []
    for number in range(pushes + 1):
        path = f"shop/bench_{number}.py"
        with open(f"{clone}/{path}", "w", encoding="utf-8") as file:
            file.write(CODE.format(n=number))
        git(clone, "add", "-A")
        git(clone, "commit", "-qm", f"Report {number}")
        start = time.monotonic()
        git(clone, "push", "-q", "origin", "develop")
        wait(f"the card of {path}", lambda: path in get("/play/state?as=U07MAYASNR"))
        times.append(time.monotonic() - start)
    times = times[1:]  # the first one warms up
    print(f"push to card, {pushes} pushes, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}: "
          f"median {share(times, .5):.2f} s, p95 {share(times, .95):.2f} s, worst {max(times):.2f} s (goal: p95 < 1.5 s)")
    entries = subprocess.run([program, "audit", "--format", "json"], check=True, capture_output=True, text=True,
                             env={**os.environ, "CODEHEALER_DATA": f"{work}/play/data"}).stdout.splitlines()
    steps = {}
    for entry in map(json.loads, entries):
        if "bench_" in (entry.get("file_path") or "") and entry.get("execution_time_ms"):
            steps.setdefault(entry["step"], []).append(entry["execution_time_ms"])
    total = sum(share(values, .5) for values in steps.values())
    print(f"{'step':10} {'median ms':>9} {'share':>6}   (find includes gates and rescan; push, webhook and queue are not in it)")
    for step, values in steps.items():
        print(f"{step:10} {share(values, .5):9} {share(values, .5) / total:6.0%}")


def main(program, pushes):
    with tempfile.TemporaryDirectory() as work:
        play = subprocess.Popen([program, "playground", "--port", str(PORT), "--folder", f"{work}/play"],
                                stdout=subprocess.PIPE, text=True)
        try:
            for line in play.stdout:
                if "Ctrl-C" in line:
                    break
            measure(program, pushes, work)
        finally:
            play.terminate()
            play.wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
