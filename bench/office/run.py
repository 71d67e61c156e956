"""Measures the running office: pages on SQLite and PostgreSQL, the same pages in Django, filing, a kill in the middle, memory.

    run.py [--applications N] [--seconds S] [--rounds R] [--only PART,PART]

Parts: pages, peers, filing, kill, memory, demo. Everything lies in bench/out/office; corpora of the same size are used again. The
figures are printed as Markdown and kept in bench/out/office/result.json. All servers listen on 127.0.0.1 and are stopped by
the number of their process. `bench/office.sh` installs what is needed and calls this.
"""

import argparse
import http.client
import json
import os
import platform
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "bench/out/office"
HERE = Path(__file__).resolve().parent
DJANGO = ROOT / "bench/django"
VENV = ROOT / "bench/out/venv/bin"
PASSWORD = "Gongkai-2026"
CONNECTIONS = 32
AGENCY = "city-data"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def sh(*words, **more):
    done = subprocess.run([str(word) for word in words], text=True, capture_output=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{words[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def progress(text):
    print(text, file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------------------------------------------- servers


class Postgres:
    """A cluster of one's own, with full synchronisation."""

    SETTINGS = {
        "listen_addresses": "127.0.0.1",
        "max_connections": "120",
        "shared_buffers": "1GB",
        "effective_cache_size": "4GB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "synchronous_commit": "on",
        "fsync": "on",
    }

    def __init__(self, directory):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
        self.programs, self.directory, self.port = programs, directory, free_port()
        self.owner = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] if os.getuid() == 0 else []
        if not (directory / "PG_VERSION").exists():
            directory.mkdir(parents=True, exist_ok=True)
            if self.owner:
                shutil.chown(directory, "postgres", "postgres")
            sh(*self.owner, programs / "initdb", "-D", directory, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", cwd="/")
        words = [f"-c{name}={value}" for name, value in self.SETTINGS.items()]
        log = (OUT / "postgres.log").open("w")
        server = [*self.owner, programs / "postgres", "-D", directory, "-k", "/tmp", "-p", str(self.port), *words]
        self.process = subprocess.Popen([str(word) for word in server], stdout=log, stderr=log, cwd="/")
        for _ in range(600):
            if self.psql("SELECT 1", check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit("PostgreSQL does not answer; see bench/out/office/postgres.log")

    def psql(self, sql, database="postgres", check=True):
        words = [self.programs / "psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres"]
        words = [str(word) for word in [*words, "-p", self.port, "-d", database, "-c", sql]]
        return subprocess.run(words, check=check, text=True, capture_output=True)

    def url(self, database):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def has(self, database):
        return self.psql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'").stdout.strip() == "1"

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


class Serve:
    """A running `gongkai serve`."""

    def __init__(self, gongkai, data, database=None, jobs=False):
        self.port = free_port()
        words = [gongkai, "serve", "--data", data, "--site", data / "site.toml", "--insecure", "--listen", f"127.0.0.1:{self.port}"]
        words += ["--database", database] if database else []
        words += [] if jobs else ["--no-jobs"]
        log = (OUT / "serve.log").open("a")
        self.process = subprocess.Popen([str(word) for word in words], stdout=log, stderr=log)
        wait_for(self.port, self.process)

    def ask(self, method, path, body=None, headers=None):
        return ask(self.port, method, path, body, headers)

    def resident(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait()


class Gunicorn:
    """The Django site under gunicorn."""

    def __init__(self, postgres, database, workers):
        self.port = free_port()
        words = [VENV / "gunicorn", "office.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", workers]
        words += ["--worker-class", "gthread", "--threads", "4", "--keep-alive", "60", "--log-level", "error"]
        log = (OUT / "gunicorn.log").open("a")
        self.process = subprocess.Popen(
            [str(word) for word in words], cwd=DJANGO, env=django(postgres, database), stdout=log, stderr=log
        )
        wait_for(self.port, self.process)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def django(postgres, database):
    return {**os.environ, "BENCH_SECRET_KEY": "bench", "BENCH_DATABASE": database, "BENCH_PORT": str(postgres.port)}


def wait_for(port, process):
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}; see the logs in bench/out/office")
        try:
            ask(port, "GET", "/guide")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def ask(port, method, path, body=None, headers=None, connection=None):
    own = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
    if body is not None:
        body = urllib.parse.urlencode(body)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    own.request(method, path, body, headers)
    answer = own.getresponse()
    text = answer.read().decode()
    cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    if connection is None:
        own.close()
    return answer.status, answer.getheader("Location"), cookies, text


def cookie_of(cookies, name):
    return next(cookie for cookie in cookies if cookie.startswith(f"{name}=") and cookie != f"{name}=")


# ---------------------------------------------------------------------------------------------------------------- corpora


def corpus(program, directory, applications, database=None, open_share=0.03):
    """Fills a directory (and a database) unless it is filled."""
    done = directory / f"done-{applications}"
    if done.exists():
        return
    if directory.exists():
        shutil.rmtree(directory)
    progress(f"filling {directory.name} with {applications} applications")
    words = [program, directory, "--applications", applications, "--open", open_share]
    words += ["--database", database] if database else []
    directory.mkdir(parents=True)
    (directory / "made.txt").write_text(sh(*words))
    progress((directory / "made.txt").read_text().splitlines()[-1])
    done.touch()


def tracks(directory):
    return [line.split("\t") for line in (directory / "tracks.tsv").read_text().splitlines()]


# ------------------------------------------------------------------------------------------------------------------ pages


def sign_in(server):
    """Cookies of people who are signed in: the registrar, the head, the handlers, the reviewers."""
    cookies = []
    for who in ["registrar", "head", "handler", "handler2", "legal", "leader", "principal"]:
        login = {"account": f"{AGENCY}.{who}", "password": PASSWORD}
        status, _, found, _ = server.ask("POST", "/desk/sign-in", login)
        assert status == 303, (who, status)
        cookies.append(cookie_of(found, "desk"))
    return cookies


def token_of(text):
    return re.search(r'name="token"[^>]*value="([^"]+)"', text)[1]


def tickets(server, some):
    """Cookies of applicants who have shown number and code."""
    lines = []
    for number, (reference, _, code) in enumerate(some):
        token = token_of(server.ask("GET", "/track")[3])
        sent = {"token": token, "number": reference, "code": code, "website": ""}
        headers = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}"}
        status, _, cookies, _ = server.ask("POST", "/track", sent, headers)
        assert status == 303, (reference, status)
        lines.append(f"/track/{reference}\t{cookie_of(cookies, 'track')}")
    return lines


def lists(server, directory, name):
    """Files of addresses with cookies, by page."""
    told, desk = tracks(directory), sign_in(server)
    # who sees only own cases or none looks at lists; the page of any case is asked for by who sees all
    sees = lambda cookie, case: server.ask("GET", f"/desk/applications/{case[0]}", headers={"Cookie": cookie})[0] == 200
    seeing = [cookie for cookie in desk if all(sees(cookie, case) for case in told[::40])]
    quoted = urllib.parse.quote
    pages = {
        "inbox": [f"/desk\t{cookie}" for cookie in seeing],
        "application": [
            f"/desk/applications/{quoted(registration if registration and n % 2 else reference)}\t{seeing[n % len(seeing)]}"
            for n, (reference, registration, _) in enumerate(told)
        ],
        "ledger": [
            f"/desk/ledger{query}\t{cookie}" for cookie in seeing for query in ("", "?year=2026", "?year=2025", "?open=open")
        ],
        "track": tickets(server, told[:200]),
        "home": ["/"],
        "guide": ["/guide"],
        "apply": ["/apply"],
        "track-form": ["/track"],
    }
    files = {}
    for page, lines in pages.items():
        path, _, cookie = lines[0].partition("\t")
        status, _, _, text = server.ask("GET", path, headers={"Cookie": cookie} if cookie else {})
        assert status == 200 and "<h1" in text, (page, status)
        files[page] = OUT / f"{name}-{page}.txt"
        files[page].write_text("\n".join(lines) + "\n")
    return files


def load(port, file, seconds, connections=CONNECTIONS):
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", HERE / "pages.lua", f"http://127.0.0.1:{port}", "--", file]
    said = sh(*words)
    found = json.loads(next(line for line in said.splitlines() if line.startswith("RESULT"))[7:])
    # a worker of gunicorn closes a connection now and then; an answer that is an error is none
    assert found["refused"] == 0 and found["broken"] <= max(5, found["requests"] // 50), (str(file), found)
    return found


PAGES = ["inbox", "application", "ledger", "track", "home", "guide", "apply", "track-form"]


def first_byte(port, path):
    """Milliseconds until the answer begins, on a connection that is open, and on a new one."""
    kept, fresh = [], []
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    for _ in range(100):
        started = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        kept.append(time.perf_counter() - started)
        answer.read()
        new = http.client.HTTPConnection("127.0.0.1", port)
        started = time.perf_counter()
        new.request("GET", path)
        answer = new.getresponse()
        fresh.append(time.perf_counter() - started)
        answer.read()
        new.close()
    longest = max(kept + fresh)
    return {"kept": statistics.median(kept) * 1000, "new": statistics.median(fresh) * 1000, "longest": longest * 1000}


PUBLIC = ["/", "/guide", "/apply", "/track", "/track/lost-code", "/complain/agency", "/correct-record/agency", "/desk/sign-in"]


def measure_demo(gongkai):
    """The first byte of each public page of the demonstration, which has a directory of its own."""
    process = subprocess.Popen([str(gongkai), "demo", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = process.stdout.readline().strip()
        threading.Thread(target=process.stdout.read, daemon=True).start()
        port = urllib.parse.urlsplit(address).port
        found = {}
        for path in PUBLIC:
            status = ask(port, "GET", path)[0]
            assert status == 200, (path, status)
            found[path] = first_byte(port, path)
            progress(f"demo {path}: first byte {found[path]['kept']:.2f} ms, {found[path]['new']:.2f} on a new connection, longest {found[path]['longest']:.2f}")
        return found
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def measure_pages(servers, seconds, rounds):
    result = {}
    for name, (server, files) in servers.items():
        for page in PAGES:
            load(server.port, files[page], 1)
            runs = [load(server.port, files[page], seconds) for _ in range(rounds)]
            calm = load(server.port, files[page], seconds, connections=1)
            median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            result[f"{name} {page}"] = {**median, "alone_p50": calm["p50"], "alone_p99": calm["p99"]}
            progress(f"{name} {page}: {median['rate']:.0f}/s, p50 {median['p50']:.2f}, p99 {median['p99']:.2f} ms; alone {calm['p50']:.2f}")
        for page in ["home", "guide"]:
            result[f"{name} {page}"]["first_byte"] = first_byte(server.port, "/" if page == "home" else f"/{page}")
    return result


# ------------------------------------------------------------------------------------------------------------------ peers


def measure_peers(postgres, database, ours, seconds, rounds):
    """The same pages, one after the other, round by round; the median of the ratios of a round."""
    server, files = ours
    said = sh(VENV / "python", "fill.py", OUT / "postgres/tracks.tsv", OUT, cwd=DJANGO, env=django(postgres, database))
    progress(said.strip())
    peers = {workers: Gunicorn(postgres, database, workers) for workers in (2, 4)}
    theirs = {page: OUT / f"{page}.txt" for page in ("application", "track", "guide", "guide-cached")}
    for page, file in theirs.items():
        path, _, cookie = file.read_text().splitlines()[0].partition("\t")
        status, _, _, text = ask(peers[2].port, "GET", path, headers={"Cookie": cookie} if cookie else {})
        assert status == 200 and "<h1>" in text, (page, status)
    result = {}
    try:
        for page, their_page in [("application", "application"), ("track", "track"), ("guide", "guide"), ("guide", "guide-cached")]:
            runs = []
            for peer in peers.values():
                load(peer.port, theirs[their_page], 1)
            for _ in range(rounds):
                run = {"ours": load(server.port, files[page], seconds)}
                for workers, peer in peers.items():
                    run[workers] = load(peer.port, theirs[their_page], seconds)
                runs.append(run)
            ratio = statistics.median(run["ours"]["rate"] / max(run[2]["rate"], run[4]["rate"]) for run in runs)
            found = {who: {key: statistics.median(run[who][key] for run in runs) for key in ("rate", "p50", "p99", "bytes")} for who in runs[0]}
            result[their_page] = {"ratio": ratio, **{str(who): values for who, values in found.items()}}
            progress(f"{their_page}: ours {found['ours']['rate']:.0f}/s, Django {found[2]['rate']:.0f} and {found[4]['rate']:.0f}/s, {ratio:.1f} x")
    finally:
        for peer in peers.values():
            peer.stop()
    return result


# ----------------------------------------------------------------------------------------------------------------- filing


def one_draft(port, connection, number):
    """A whole form but for the last button; cookie, token and address."""
    headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    sent = lambda path, body: ask(port, "POST", path, body, headers, connection)
    _, _, cookies, text = ask(port, "GET", "/apply/agency", None, headers, connection)
    token, headers["Cookie"] = token_of(text), cookie_of(cookies, "draft")
    answers = [
        ("/apply/agency", {"agency": AGENCY}),
        ("/apply/who", {"kind": "natural_person", "name": f"测试{number}", "phone": f"139{number:08}"}),
        ("/apply/what", {"matter.0.title": f"第{number}号项目的预算和决算", "form": "electronic"}),
        ("/apply/receive", {"way": "online"}),
        ("/apply/proof", {"later": "1"}),
    ]
    for path, body in answers:
        status, place, cookies, text = sent(path, {"token": token, "website": "", **body})
        assert status == 303, (path, status, re.findall(r'class="error[^>]*>([^<]+)', text))
        headers["Cookie"] = next((c for c in cookies if c.startswith("draft=")), headers["Cookie"])
    _, _, _, text = ask(port, "GET", "/apply/check", None, headers, connection)
    return headers["Cookie"], token_of(text), headers["X-Forwarded-For"]


def drafts(port, count, file):
    lines, lock, numbers = [], threading.Lock(), iter(range(count))
    offset = int(time.time()) % 500 * 20_000

    def work():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            line = "\t".join(one_draft(port, connection, offset + number))
            with lock:
                lines.append(line)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(lines) == count, f"{len(lines)} of {count} drafts"
    file.write_text("\n".join(lines) + "\n")
    # who sends a form off within eight seconds is asked a question
    time.sleep(9)


def send_off(port, file, acknowledged, seconds):
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", HERE / "filing.lua", f"http://127.0.0.1:{port}", "--", file, acknowledged]
    return subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def acknowledged_in(file):
    lines = [line for line in file.read_text().splitlines() if line]
    assert all(line.startswith("SQ") for line in lines), [line for line in lines if not line.startswith("SQ")][:5]
    return [line.split("\t")[0] for line in lines]


def measure_filing(name, gongkai, data, database, count):
    server = Serve(gongkai, data, database)
    file, acknowledged = OUT / f"{name}-drafts.txt", OUT / f"{name}-acknowledged.txt"
    acknowledged.unlink(missing_ok=True)
    try:
        drafts(server.port, count, file)
        started = time.perf_counter()
        sending = send_off(server.port, file, acknowledged, 120)
        # until no more come: wrk itself goes on to the end of its time
        seen, last = 0, started
        while time.perf_counter() - last < 5 and sending.poll() is None:
            now = len(acknowledged.read_text().splitlines()) if acknowledged.exists() else 0
            if now > seen:
                seen, last = now, time.perf_counter()
            time.sleep(0.01)
        took = last - started
        sending.send_signal(signal.SIGINT)
        sending.wait()
    finally:
        server.stop()
    filed = acknowledged_in(acknowledged)
    progress(f"filing, {name}: {len(filed)} in {took:.1f} s, {len(filed) / took:.0f}/s")
    return {"filed": len(filed), "rate": len(filed) / took}


def there(data, postgres, database, references):
    """Which of the references are in the records."""
    if database:
        quoted = ", ".join(f"'{reference}'" for reference in references)
        found = postgres.psql(f"SELECT reference FROM application WHERE reference IN ({quoted})", database).stdout
        return set(found.split())
    with sqlite3.connect(f"file:{data / 'gongkai.db'}?mode=ro", uri=True) as records:
        return {row[0] for row in records.execute("SELECT reference FROM application")} & set(references)


def measure_kill(name, gongkai, data, postgres, database, count):
    """Kills the server in the middle; everything that was acknowledged must be there, and the chain must hold."""
    url = postgres.url(database) if database else None
    server = Serve(gongkai, data, url)
    file, acknowledged = OUT / f"{name}-drafts.txt", OUT / f"{name}-acknowledged.txt"
    drafts(server.port, count, file)
    acknowledged.unlink(missing_ok=True)
    sending = send_off(server.port, file, acknowledged, 120)
    while len(acknowledged.read_text().splitlines() if acknowledged.exists() else []) < count // 3:
        time.sleep(0.005)
    server.stop(signal.SIGKILL)
    sending.send_signal(signal.SIGINT)
    sending.wait()
    filed = acknowledged_in(acknowledged)
    assert len(filed) < count, "killed too late"
    again = Serve(gongkai, data, url)
    found = there(data, postgres, database, filed)
    again.stop()
    verify = [gongkai, "audit", "verify", "--data", data, *(["--database", url] if url else [])]
    said = sh(*verify).strip().splitlines()
    missing = set(filed) - found
    progress(f"kill, {name}: {len(filed)} acknowledged of {count}, missing {len(missing)}; {said[-1]}")
    assert not missing
    return {"acknowledged": len(filed), "missing": len(missing)}


# ------------------------------------------------------------------------------------------------------------------- main


def machine():
    model = next((line.split(": ")[1] for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) // 1024 // 1024
    with (OUT / "flush").open("wb") as file:
        started = time.perf_counter()
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
        flush = (time.perf_counter() - started) * 10
    commit = sh("git", "-C", ROOT, "rev-parse", "--short", "HEAD").strip()
    return {"cpu": model, "cores": os.cpu_count(), "memory_gib": memory, "flush_ms": flush, "commit": commit, "load": os.getloadavg()[0], "system": platform.platform()}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--applications", type=int, default=100_000)
    words.add_argument("--seconds", type=int, default=5)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--filings", type=int, default=3000)
    words.add_argument("--only", default="pages,peers,filing,kill,memory,demo")
    words.add_argument("--gongkai", type=Path, required=True)
    words.add_argument("--corpus", type=Path, required=True)
    asked = words.parse_args()
    parts = asked.only.split(",")
    OUT.mkdir(parents=True, exist_ok=True)
    result = {"machine": machine(), "applications": asked.applications}
    progress(json.dumps(result["machine"]))
    if "demo" in parts:
        result["demo"] = measure_demo(asked.gongkai)
    if parts == ["demo"]:
        return finish(result)
    database = f"office_{asked.applications}"
    postgres = Postgres(OUT / "cluster")
    running = []
    try:
        sqlite = OUT / "sqlite"
        corpus(asked.corpus, sqlite, asked.applications)
        pg = OUT / "postgres"
        if not postgres.has(database):
            shutil.rmtree(pg, ignore_errors=True)
            postgres.psql(f"CREATE DATABASE {database}")
        corpus(asked.corpus, pg, asked.applications, postgres.url(database))
        postgres.psql("VACUUM ANALYZE", database)
        if {"pages", "peers"} & set(parts):
            servers = {}
            wanted = {"SQLite": (sqlite, None), "PostgreSQL": (pg, postgres.url(database))}
            for name, (data, url) in wanted.items():
                server = Serve(asked.gongkai, data, url)
                running.append(server)
                servers[name] = (server, lists(server, data, name))
            if "pages" in parts:
                result["pages"] = measure_pages(servers, asked.seconds, asked.rounds)
            if "peers" in parts:
                result["peers"] = measure_peers(postgres, database, servers["PostgreSQL"], asked.seconds, asked.rounds)
            while running:
                running.pop().stop()
        if "memory" in parts:
            server = Serve(asked.gongkai, sqlite, jobs=True)
            running.append(server)
            time.sleep(10)
            idle = server.resident()
            for path in ["/", "/guide", "/apply", "/track"]:
                server.ask("GET", path)
            result["memory"] = {"idle_mib": idle, "after_pages_mib": server.resident()}
            progress(f"memory: {result['memory']}")
            running.pop().stop()
        if "filing" in parts:
            result["filing"] = {
                "SQLite": measure_filing("SQLite", asked.gongkai, sqlite, None, asked.filings),
                "PostgreSQL": measure_filing("PostgreSQL", asked.gongkai, pg, postgres.url(database), asked.filings),
            }
            # without waiting for the disk: a directory in memory, a server that does not wait
            memory = Path("/dev/shm/gongkai-bench")
            try:
                corpus(asked.corpus, memory, 1000)
                result["filing"]["SQLite in memory"] = measure_filing("SQLite-memory", asked.gongkai, memory, None, asked.filings)
            finally:
                shutil.rmtree(memory, ignore_errors=True)
            postgres.psql("ALTER SYSTEM SET synchronous_commit = off")
            postgres.psql("SELECT pg_reload_conf()")
            words = ("PostgreSQL-off", asked.gongkai, pg, postgres.url(database), asked.filings)
            result["filing"]["PostgreSQL, synchronous_commit = off"] = measure_filing(*words)
            postgres.psql("ALTER SYSTEM RESET synchronous_commit")
            postgres.psql("SELECT pg_reload_conf()")
        if "kill" in parts:
            result["kill"] = {
                "SQLite": measure_kill("SQLite", asked.gongkai, sqlite, postgres, None, asked.filings),
                "PostgreSQL": measure_kill("PostgreSQL", asked.gongkai, pg, postgres, database, asked.filings),
            }
    finally:
        for server in running:
            server.stop()
        postgres.stop()
    finish(result)


def finish(result):
    """Keeps the figures and prints them."""
    before = json.loads((OUT / "result.json").read_text()) if (OUT / "result.json").exists() else {}
    (OUT / "result.json").write_text(json.dumps({**before, **result}, indent=1, ensure_ascii=False))
    print(as_markdown(result))


def as_markdown(result):
    lines = []
    if "pages" in result:
        lines += ["| page | requests/s | p50 ms | p99 ms | one at a time p50 ms | KB |", "|---|--:|--:|--:|--:|--:|"]
        for page, run in result["pages"].items():
            lines.append(f"| {page} | {run['rate']:.0f} | {run['p50']:.2f} | {run['p99']:.2f} | {run['alone_p50']:.2f} | {run['bytes'] / 1024:.0f} |")
    if "peers" in result:
        lines += ["", "| page | Gongkai /s | Django, 2 workers /s | 4 workers /s | ratio to the better |", "|---|--:|--:|--:|--:|"]
        for page, run in result["peers"].items():
            lines.append(f"| {page} | {run['ours']['rate']:.0f} | {run['2']['rate']:.0f} | {run['4']['rate']:.0f} | {run['ratio']:.1f} × |")
    if "demo" in result:
        lines += ["", "| public page | first byte ms | on a new connection ms | longest of 200 ms |", "|---|--:|--:|--:|"]
        for page, run in result["demo"].items():
            lines.append(f"| `{page}` | {run['kept']:.2f} | {run['new']:.2f} | {run['longest']:.1f} |")
    for part in ("filing", "kill", "memory"):
        if part in result:
            lines += ["", f"{part}: {json.dumps(result[part], ensure_ascii=False)}"]
    return "\n".join(lines)


main()
