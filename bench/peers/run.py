"""Compares Gongkai with the tools people use today, on the same files in one run, and prints the table as Markdown.

`run.py GONGKAI BENCH_PEERS CORPUS BATCH OUT [--quick]`: the two programs, the folder of reports with their truth (PDF
files in its folder `pdf`), a folder of many files without truth, and the folder for the results.
Not here: installing and making (peers.sh), each tool's work (measure.py).
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent

# Library, kind of file, how many times as fast Gongkai aims to be.
PEERS = [
    ("python-docx", "docx", 100),
    ("lxml (docx)", "docx", 6),
    ("lxml.html", "html", 3),
    ("openpyxl", "xlsx", 20),
    ("pandas", "xlsx", None),
    ("pdfplumber", "pdf", 10),
    ("pdftotext", "pdf", 0.7),
]
# Format, library, how many times as fast Gongkai aims to be.
WRITERS = [("docx", "python-docx", 15), ("xlsx", "openpyxl", 10)]
ACCURACY = {"docx": 1.0, "html": 1.0, "xlsx": 1.0, "txt": 1.0, "pdf": 0.99}
STATES = ["clean", "dirty"]


def pinned(core):
    """The prefix that keeps a program on one core, where the system has it."""
    return ["taskset", "-c", str(core)] if shutil.which("taskset") else []


def lines(command):
    """What a program prints, one JSON value in a line."""
    out = subprocess.run(pinned(0) + command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def processor_ms(command):
    """Milliseconds of the processor that a program and its children take, whatever else runs on the machine."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(pinned(0) + command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def each_ms(command_of, rounds, files):
    """Processor time of one file: so many rounds less none, so that start and warm-up fall out."""
    return (processor_ms(command_of(rounds)) - processor_ms(command_of(0))) / rounds / files


def spawn(command, core=None):
    """Runs a program with its output thrown away. Gives seconds and the peak of memory in MiB."""
    command = (pinned(core) if core is not None else []) + command
    program = shutil.which(command[0])
    nothing = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (1, 2)]
    start = time.perf_counter()
    process = os.posix_spawn(program, command, os.environ, file_actions=nothing)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command}: exit code {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def median_of(runs):
    return statistics.median(runs), min(runs), max(runs)


def verdict(value, aim):
    return "yes" if value >= aim else "**no**"


class Page:
    """The Markdown that is printed and kept."""

    def __init__(self):
        self.lines = []

    def say(self, *texts):
        for text in texts:
            self.lines.append(text)
            print(text, flush=True)


def readers(page, own, corpus, rounds):
    """Milliseconds a file in one process, on one core, and the cells by label."""
    folder = lambda kind: str(corpus / "pdf" if kind == "pdf" else corpus)
    prefixes = lambda kind: [f"{kind}-{state}" for state in STATES]
    measured, peers = {}, {}
    for kind in ["docx", "html", "xlsx", "txt", "pdf"]:
        reader = lambda peer: [sys.executable, str(HERE / "measure.py"), "read", peer] if peer else [own, "read"]
        for peer in [None] + [peer for peer, of, _ in PEERS if of == kind]:
            times = max(1, rounds // 3) if peer else rounds
            runs = lines([*reader(peer), str(times), folder(kind), *prefixes(kind)])
            for prefix, run in zip(prefixes(kind), runs):
                command_of = lambda n: [*reader(peer), str(n), folder(kind), prefix]
                run["cpu_ms"] = each_ms(command_of, times, run["files"])
            if peer:
                peers[peer] = runs
            else:
                measured[kind] = runs

    page.say("### Reading a report", "")
    page.say("| files | tool | ms a file | processor ms | cells | exact | unread | silently wrong |", "|---|---|--:|--:|--:|--:|--:|--:|")
    row = lambda kind, state, name, m: page.say(
        f"| {kind}, {state} | {name} | {m['ms']:.2f} | {m['cpu_ms']:.2f} | {m['cells']} | {m['exact'] / m['cells']:.4f} "
        f"| {m['unread']} | {m['wrong']} |"
    )
    for kind, runs in measured.items():
        for i, state in enumerate(STATES):
            row(kind, state, "Gongkai, with all rules", runs[i])
            for peer, of, _ in PEERS:
                if of == kind:
                    row(kind, state, peer, peers[peer][i])
    page.say("", "### Where Gongkai's time goes", "")
    page.say("| files | reading the file | finding the facts | all rules | sum |", "|---|--:|--:|--:|--:|")
    for kind, runs in measured.items():
        for state, m in zip(STATES, runs):
            page.say(
                f"| {kind}, {state} | {m['extract_ms']:.2f} | {m['facts_ms']:.2f} | {m['check_ms']:.2f} "
                f"| {m['ms']:.2f} |"
            )
    page.say("", "### Against the aims: speed", "")
    page.say("| aim | clean | dirty | processor time: clean | dirty | met |", "|---|--:|--:|--:|--:|---|")
    for peer, kind, aim in PEERS:
        pairs = list(zip(peers[peer], measured[kind]))
        ratios = [other["ms"] / ours["ms"] for other, ours in pairs]
        # What else runs on the machine slows the clock; the processor time hardly shows it, and decides.
        by_processor = [other["cpu_ms"] / ours["cpu_ms"] for other, ours in pairs]
        texts = " | ".join(f"{ratio:.1f} ×" for ratio in ratios + by_processor)
        name = f"{kind} ≥ {aim} × {peer}" if aim else f"{kind} beside {peer} (no aim)"
        page.say(f"| {name} | {texts} | {verdict(min(by_processor), aim) if aim else ''} |")
    page.say("", "### Against the aims: cells", "", "| aim | clean | dirty | met |", "|---|--:|--:|---|")
    for kind, aim in ACCURACY.items():
        shares = [m["exact"] / m["cells"] for m in measured[kind]]
        page.say(f"| {kind} ≥ {aim:.2f} exact | {shares[0]:.4f} | {shares[1]:.4f} | {verdict(min(shares), aim)} |")
    all_runs = [m for runs in measured.values() for m in runs]
    wrong = sum(m["wrong"] for m in all_runs)
    unread, reported = sum(m["unread"] for m in all_runs), sum(m["unread_reported"] for m in all_runs)
    page.say(f"| no cell silently wrong | {wrong} in all | | {verdict(-wrong, 0)} |")
    page.say(f"| every unread cell named by the check | {reported} of {unread} | | {verdict(reported, unread)} |", "")
    bad = [name for m in all_runs for name in m["unread_or_wrong_in"]]
    if bad:
        page.say(f"Files with an unread or wrong cell: {', '.join(bad)}.", "")
    return measured, peers


def one_by_one(page, gongkai, corpus, rounds):
    """A program started for each file: what a clerk waits for."""
    page.say("### A cold start for one file", "")
    page.say("| command | median ms | fastest | processor ms |", "|---|--:|--:|--:|")
    file = {kind: str(next(iter(sorted(corpus.glob(f"{kind}-clean-*.{kind}"))))) for kind in ("docx", "html", "xlsx", "txt")}
    file["pdf"] = str(next(iter(sorted((corpus / "pdf").glob("pdf-clean-*.pdf")))))
    result = {}
    commands = [(f"gongkai check {kind}", [gongkai, "check", path]) for kind, path in file.items()]
    commands.append(("pdftotext -layout", ["pdftotext", "-layout", file["pdf"], "-"]))
    for peer, kind, _ in PEERS:
        if peer != "pdftotext":
            commands.append((f"Python with {peer}", [sys.executable, str(HERE / "measure.py"), "cold", peer, file[kind]]))
    for name, command in commands:
        is_own = command[0] != sys.executable
        spawn(command, 0)
        middle, best, _ = median_of([spawn(command, 0)[0] * 1e3 for _ in range(rounds * (5 if is_own else 1))])
        result[name] = best
        processor_of = [processor_ms(command) for _ in range(rounds)]
        page.say(f"| {name} | {middle:.1f} | {best:.1f} | {statistics.median(processor_of):.1f} |")
    cold = result["gongkai check docx"]
    page.say("", f"Aim: one docx from a cold start ≤ 10 ms. Measured {cold:.1f} ms at best: {verdict(-cold, -10)}.", "")


def joined_pdf(page, measured, corpus, out, rounds):
    """pdftotext without its start: all reports in one file, so that it starts once."""
    names = [str(path) for path in sorted((corpus / "pdf").glob("pdf-clean-*.pdf"))]
    together = str(out / "all.pdf")
    subprocess.run(["pdfunite", *names, together], check=True)
    command = ["pdftotext", "-layout", together, "-"]
    each = statistics.median(processor_ms(command) for _ in range(rounds)) / len(names)
    ours = measured["pdf"][0]["cpu_ms"]
    page.say(
        f"pdftotext without its start (all {len(names)} clean reports joined to one file by pdfunite): {each:.2f} processor ms a "
        f"report; Gongkai in one process {ours:.2f} ms: {each / ours:.2f} × (aim 0.7 ×: {verdict(each / ours, 0.7)}).",
        "",
    )


def batch(page, gongkai, folder, rounds):
    """Many files with one and with two workers; the peak of memory for a tenth of them and for all."""
    parts = sorted(path for path in folder.iterdir() if path.is_dir())
    names = [str(path) for part in parts for path in sorted(part.iterdir())]
    all_of = lambda jobs, what: [gongkai, "check", "--quiet", "--format", "jsonl", "--jobs", str(jobs), *what]
    tenth = folder / "tenth"
    runs = {1: [], 2: []}
    peaks = {}
    spawn(all_of(2, [str(tenth)]))
    for _ in range(rounds):
        for jobs in (1, 2):
            seconds, peak = spawn(all_of(jobs, [str(part) for part in parts if part != tenth]))
            runs[jobs].append(seconds)
            peaks[jobs, "all"] = max(peak, peaks.get((jobs, "all"), 0))
            peaks[jobs, "tenth"] = max(spawn(all_of(jobs, [str(tenth)]))[1], peaks.get((jobs, "tenth"), 0))
    small = len(list(tenth.iterdir()))
    count = len(names) - small
    page.say(f"### {count} files (docx, clean and dirty)", "")
    page.say("| | one worker | two workers |", "|---|--:|--:|")
    one, two = (statistics.median(runs[jobs]) for jobs in (1, 2))
    page.say(f"| {count} files, seconds | {one:.2f} | {two:.2f} |")
    page.say(f"| a second | {count / one:.0f} | {count / two:.0f} |")
    for key, n in (("tenth", small), ("all", count)):
        page.say(f"| peak memory, {n} files, MiB | {peaks[1, key]:.1f} | {peaks[2, key]:.1f} |")
    page.say("", f"Aim: two workers ≥ 1.8 × one. Measured {one / two:.2f} ×: {verdict(one / two, 1.8)}.")
    growth = max(peaks[jobs, "all"] / peaks[jobs, "tenth"] for jobs in (1, 2))
    page.say(f"Memory with ten times the files: {growth:.2f} × (flat: {verdict(-growth, -1.15)}).", "")


def writers(page, own, rounds):
    """The same report before it takes a format, written by each library in its own process, on one core."""
    source = subprocess.run([own, "draft", "2025"], check=True, capture_output=True).stdout
    page.say("### Writing a report", "", "| format | tool | median ms | fastest | ratio of medians | aim | met |",
             "|---|---|--:|--:|--:|--:|---|")
    for kind, peer, aim in WRITERS:
        command = pinned(0) + [sys.executable, str(HERE / "writers.py"), peer, str(max(3, rounds))]
        (ours,) = lines([own, "write", str(rounds * 20), kind, "2025"])
        theirs = json.loads(subprocess.run(command, check=True, capture_output=True, input=source).stdout)
        page.say(f"| {kind} | Gongkai | {ours['ms']:.2f} | {min(ours['rounds_ms']):.2f} | | | |")
        for name, m in theirs.items():
            ratio = m["ms"] / ours["ms"]
            page.say(f"| {kind} | {name} | {m['ms']:.1f} | {min(m['rounds_ms']):.1f} | {ratio:.1f} × | {aim} × "
                     f"| {verdict(ratio, aim)} |")
    page.say("")


def cold_writing(page, gongkai, corpus, rounds):
    """A program started for each document: what a clerk waits for."""
    facts, paper = corpus.parent / "facts.json", str(corpus.parent / "paper")
    first = str(next(iter(sorted(corpus.glob("docx-clean-*.docx")))))
    second = str(sorted(corpus.glob("docx-clean-*.docx"))[1])
    facts.write_bytes(subprocess.run([gongkai, "read", first, "--format", "json"], check=True, capture_output=True).stdout)
    page.say("### A cold start for one document", "", "| command | median ms | fastest | processor ms | aim | met |",
             "|---|--:|--:|--:|--:|---|")
    write = lambda kind: [gongkai, "write", str(facts), "--to", kind, "-o", f"{paper}.{kind}"]
    commands = [(f"gongkai write --to {kind}", write(kind), aim)
                for kind, aim in (("pdf", 150), ("docx", None), ("xlsx", None), ("html", None))]
    commands.append(("gongkai compare, two docx", [gongkai, "compare", first, second], 50))
    for name, command, aim in commands:
        spawn(command)
        middle, best, _ = median_of([spawn(command)[0] * 1e3 for _ in range(rounds * 3)])
        processor = statistics.median(processor_ms(command) for _ in range(rounds))
        page.say(f"| {name} | {middle:.1f} | {best:.1f} | {processor:.1f} | {f'≤ {aim}' if aim else ''} "
                 f"| {verdict(-middle, -aim) if aim else ''} |")
    office = ["soffice", "--headless", f"-env:UserInstallation={(corpus.parent / 'office').resolve().as_uri()}",
              "--convert-to", "pdf", "--outdir", str(corpus.parent), f"{paper}.docx"]
    spawn(office)
    middle, best, _ = median_of([spawn(office)[0] * 1e3 for _ in range(3)])
    page.say(f"| LibreOffice, the same docx to PDF | {middle:.0f} | {best:.0f} | | | |", "")


def due_dates(page, own, rounds):
    """The reply date of every day of receipt, 2019 to 2025."""
    (ours,) = lines([own, "due", str(rounds)])
    (peer,) = lines([sys.executable, str(HERE / "measure.py"), "due", str(max(3, rounds // 3))])
    page.say("### Twenty working days", "", "| tool | ns a date | ratio | same dates |", "|---|--:|--:|--:|")
    page.say(f"| Gongkai | {ours['ns']:.1f} | | {ours['days']} |")
    ratios = []
    for name in ("find_workday", "is_workday"):
        same = sum(a == b for a, b in zip(ours["dates"], peer[name]["dates"]))
        ratios.append(peer[name]["ns"] / ours["ns"])
        page.say(f"| chinesecalendar, {name} | {peer[name]['ns']:.0f} | {ratios[-1]:.0f} × | {same} |")
    page.say("", f"Aim: ≥ 1000 × chinesecalendar: {verdict(min(ratios), 1000)}.", "")


def main():
    parser = argparse.ArgumentParser()
    for name in ("gongkai", "own", "corpus", "batch", "out"):
        parser.add_argument(name)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--writing", action="store_true", help="only the writers")
    options = parser.parse_args()
    corpus, out = Path(options.corpus), Path(options.out)
    rounds = 3 if options.quick else 9
    page = Page()
    load = " ".join(f"{n:.1f}" for n in os.getloadavg())
    page.say(f"{os.cpu_count()} cores; load before the run {load}; one-process figures on one core"
             f"{', pinned' if pinned(0) else ', not pinned'}; medians of {rounds} rounds (peers {max(1, rounds // 3)}).", "")
    if not options.writing:
        measured, _ = readers(page, options.own, corpus, rounds)
        joined_pdf(page, measured, corpus, out, rounds)
        one_by_one(page, options.gongkai, corpus, rounds)
    writers(page, options.own, rounds)
    cold_writing(page, options.gongkai, corpus, rounds)
    if not options.writing:
        batch(page, options.gongkai, Path(options.batch), 1 if options.quick else 3)
        due_dates(page, options.own, rounds)
    (out / "results.md").write_text("\n".join(page.lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
