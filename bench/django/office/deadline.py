"""The clock of an application: stretches with their articles, and the day on which the reply is due."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

REPLY = 20
EXTENSION = 20
ONE = timedelta(days=1)


def _working_days():
    days = set()
    day = date(2023, 1, 1)
    while day < date(2029, 1, 1):
        try:
            is_working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            is_working = day.weekday() < 5
        if is_working:
            days.add(day)
        day += ONE
    return frozenset(days)


WORKING = _working_days()


def add_working_days(day, count):
    while count > 0:
        day += ONE
        if day in WORKING:
            count -= 1
    return day


def working_days_between(start, end):
    count, day = 0, start
    while day < end:
        day += ONE
        if day in WORKING:
            count += 1
    return count


@dataclass
class Segment:
    start: date
    end: date
    caption: str
    article: str


@dataclass
class Clock:
    segments: list
    due_on: date | None
    left: int | None


def clock(application, events, today):
    """Walks through the events: each interruption ends a stretch, each restart begins one."""
    start = application.received_on
    if start is None:
        return Clock([Segment(application.arrived_on, today, "等待确认收到", "第三十一条")], None, None)
    segments, days, closed_on, asked_on = [], REPLY, None, None
    for event in events:
        on = event.data.get("on")
        on = date.fromisoformat(on) if on else None
        if event.kind == "correction_asked":
            segments.append(Segment(start, on, "办理", "第三十三条"))
            asked_on = on
        elif event.kind == "corrected":
            segments.append(Segment(asked_on or start, on, "等待补正，期限重新计算", "第三十条"))
            start = on
        elif event.kind == "consultation_sent":
            asked_on = on
        elif event.kind == "opinion_received" and asked_on:
            segments.append(Segment(asked_on, on, "征求意见，不计入期限", "第三十三条"))
            days += working_days_between(asked_on, on)
        elif event.kind == "extension_told":
            days += EXTENSION
        elif event.kind == "issued":
            closed_on = on
    due_on = add_working_days(start, days)
    end = closed_on or today
    segments.append(Segment(start, end, "答复期限", "第三十三条"))
    left = working_days_between(end, due_on) if due_on >= end else -working_days_between(due_on, end)
    return Clock(segments, due_on, left)
