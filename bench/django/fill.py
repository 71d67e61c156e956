"""Makes the tables, fills them from Gongkai's rows in the same database, signs people in, and writes what may be asked for.

fill.py TRACKS OUT: TRACKS holds references in its first column; OUT gets application.txt, track.txt and guide.txt, lines of
address and cookie."""

import os
import sys
from importlib import import_module
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "office.settings")

import django

django.setup()

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from office.models import Application, Audit, Event

FILL = """
INSERT INTO office_application (reference, registration, state, channel, applicant_kind, applicant_masked, subject,
    arrived_on, received_on, handler, reply_key)
SELECT a.reference, a.registration, a.state, a.channel, a.applicant_kind, a.applicant_masked,
    '云州市公共数据资源目录、开放清单及2025年度更新情况', a.arrived_on, a.received_on, p.name, a.reply_key
FROM application a LEFT JOIN person p ON p.id = a.handler ORDER BY a.arrived_on, a.id;
INSERT INTO office_event (application_id, sequence, kind, at, actor, data)
SELECT o.id, e.stream_sequence, e.kind, to_timestamp(e.at / 1e6), COALESCE(p.name, e.actor), e.payload::jsonb
FROM event e JOIN application a ON a.id = e.stream_id JOIN office_application o ON o.reference = a.reference
LEFT JOIN person p ON p.id::text = e.actor
WHERE e.stream_kind = 'application' ORDER BY e.change;
"""


def session_of(values):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for name, value in values.items():
        store[name] = value
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def main(tracks, out):
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    if not Application.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(FILL)
            cursor.execute("VACUUM ANALYZE")
    models = [model.__name__ for model in apps.get_app_config("office").get_models()]
    print({name: apps.get_model("office", name).objects.count() for name in models})
    references = [line.split("\t")[0] for line in Path(tracks).read_text().splitlines()]
    sessions = []
    for number in range(8):
        user, _ = User.objects.get_or_create(username=f"clerk{number}", first_name=f"办理人{number}")
        sessions.append(
            session_of(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            )
        )
    out = Path(out)
    lines = [f"/desk/applications/{reference}\t{sessions[n % 8]}" for n, reference in enumerate(references)]
    (out / "application.txt").write_text("\n".join(lines) + "\n")
    found = dict(Application.objects.filter(reference__in=references[:200]).values_list("reference", "pk"))
    lines = [f"/track/{reference}\t{session_of({'tracked': pk})}" for reference, pk in found.items()]
    (out / "track.txt").write_text("\n".join(lines) + "\n")
    (out / "guide.txt").write_text("/guide\n")
    (out / "guide-cached.txt").write_text("/guide-cached\n")


main(*sys.argv[1:])
