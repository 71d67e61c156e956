"""Times one public library over a folder of reports and compares its cells with the truth; prints one JSON line.

`measure.py read PEER ROUNDS DIR PREFIX…`, `measure.py cold PEER FILE`, `measure.py due ROUNDS`.
Not here: reading (readers.py), the comparison of all tools (run.py).
"""

import json
import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path


def truth_of(path):
    """The cells that the document prints: {address: number}. The corpus has one report in a file."""
    (report,) = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    flat = {f"table2.{key}": cell for key, cell in report["table2"].items()}
    flat |= {f"table4.{key}": cell for key, cell in report["table4"].items()}
    for row, columns in report["table3"].items():
        flat |= {f"table3.{row}.{column}": cell for column, cell in columns.items()}
    return {at: Decimal(str(cell["value"])) for at, cell in flat.items() if cell["value"] is not None}


def read(peer, rounds, folder, prefix):
    from readers import READERS

    reader = READERS[peer][1]
    names = sorted(path for path in Path(folder).iterdir() if path.name.startswith(prefix) and path.suffix != ".json")
    exact = unread = wrong = 0
    for path in names:
        # The warm-up round is also the one that is judged.
        truth, cells = truth_of(path), reader(str(path))
        for at, meant in truth.items():
            found = cells.get(at)
            exact += found == meant
            unread += found is None
            wrong += found is not None and found != meant
        wrong += sum(1 for at in cells if at not in truth)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for path in names:
            reader(str(path))
        times.append((time.perf_counter() - start) * 1e3 / len(names))
    return {
        "peer": peer,
        "prefix": prefix,
        "files": len(names),
        "ms": statistics.median(times) if times else 0,
        "rounds_ms": sorted(times),
        "cells": exact + unread + wrong,
        "exact": exact,
        "unread": unread,
        "wrong": wrong,
    }


def due(rounds):
    """The twentieth working day after every day of 2019 to 2025 by chinesecalendar."""
    from datetime import date, timedelta

    import chinese_calendar

    days = [date(2019, 1, 1) + timedelta(n) for n in range((date(2026, 1, 1) - date(2019, 1, 1)).days)]

    def by_find_workday(day):
        return chinese_calendar.find_workday(20, day)

    def by_is_workday(day):
        left = 20
        while left:
            day += timedelta(1)
            left -= chinese_calendar.is_workday(day)
        return day

    result = {"days": len(days)}
    for name, count in (("find_workday", by_find_workday), ("is_workday", by_is_workday)):
        dates, times = [], []
        for day in days:
            try:
                dates.append(str(count(day)))
            except NotImplementedError:
                dates.append(None)
        for _ in range(rounds):
            start = time.perf_counter()
            for day in days:
                count(day)
            times.append((time.perf_counter() - start) * 1e9 / len(days))
        result[name] = {"ns": statistics.median(times), "dates": dates}
    return result


def main(arguments):
    match arguments:
        case ["read", peer, rounds, folder, *prefixes]:
            for prefix in prefixes:
                print(json.dumps(read(peer, int(rounds), folder, prefix)), flush=True)
        case ["cold", peer, path]:
            from readers import READERS

            print(len(READERS[peer][1](path)))
        case ["due", rounds]:
            print(json.dumps(due(int(rounds))))
        case _:
            sys.exit("usage: measure.py read PEER ROUNDS DIR PREFIX… | cold PEER FILE | due ROUNDS")


if __name__ == "__main__":
    main(sys.argv[1:])
