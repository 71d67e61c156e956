"""A mail server that keeps what it gets: one JSON line on standard output for each mail, the port on the first line.

Not here: what the tests say about it. It ends when its standard input closes.
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def say(value):
    print(json.dumps(value, ensure_ascii=False), flush=True)


class Keeper:
    """Refuses nobody@… for good and busy@… once, and keeps the rest."""

    def __init__(self):
        self.busy = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return f"550 5.1.1 <{address}> user unknown"
        if address.startswith("busy@") and not self.busy:
            self.busy = True
            return "451 4.2.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "subject": mail["subject"],
                "sender": mail["from"],
                "id": mail["message-id"],
                "date": mail["date"],
                "auto": mail["auto-submitted"],
                "text": mail.get_content(),
                "is_encrypted": server.transport.get_extra_info("cipher") is not None,
                "account": session.auth_data.login.decode() if session.auth_data else None,
            }
        )
        return "250 kept"


def who(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"gongkai", b"secret")
    # handled would mean that the answer was sent from here
    return AuthResult(success=is_right, handled=False, auth_data=data)


async def main():
    words = argparse.ArgumentParser()
    words.add_argument("--security", choices=["none", "starttls", "tls"], default="none")
    words.add_argument("--certificate")
    words.add_argument("--key")
    words = words.parse_args()
    tls = None
    if words.security != "none":
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(words.certificate, words.key)
    keeper = Keeper()

    def session():
        starttls = tls if words.security == "starttls" else None
        server = SMTP(
            keeper,
            hostname="sink.invalid",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=who,
            auth_require_tls=words.security == "starttls",
        )
        if words.security == "tls":
            server.session_is_encrypted = True
        return server

    loop = asyncio.get_running_loop()
    implicit = tls if words.security == "tls" else None
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
