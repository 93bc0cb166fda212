"""Letters by SMTP."""

import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final, Literal

import aiosmtplib

from octavo.accounts.api import MailId
from octavo.accounts.letters import Wording
from octavo.accounts.ports import AddressDeferred, AddressRefused, Clock, MailTrouble

Tls = Literal["none", "starttls", "tls"]

_NEVER: Final = range(500, 600)
_CLOSING: Final = 421  # about the connection, whatever command it answers


class SmtpMailer:
    """ports.Mailer: one connection for each letter, since they are few and far between.

    timeout: in seconds, for each step.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str,
        password: str,
        tls: Tls,
        sender: str,
        clock: Clock,
        timeout: float,
    ) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._password = password
        self._tls = tls
        self._sender = sender
        self._clock = clock
        self._timeout = timeout

    async def send(self, *, mail_id: MailId, recipient: str, wording: Wording) -> None:
        message = compose(mail_id, self._sender, recipient, wording, self._clock())
        context = ssl.create_default_context() if self._tls != "none" else None
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user or None,
            password=self._password or None,
            use_tls=self._tls == "tls",
            start_tls=self._tls == "starttls",
            tls_context=context,
            timeout=self._timeout,
        )
        try:
            async with client:
                await client.send_message(message, sender=parseaddr(self._sender)[1], recipients=[recipient])
        except aiosmtplib.SMTPRecipientsRefused as refused:
            code = max((one.code for one in refused.recipients), default=0)
            kind = AddressRefused if code in _NEVER else MailTrouble if code == _CLOSING else AddressDeferred
            raise kind(f"the mail server answered {code} to the address") from None
        except (aiosmtplib.SMTPException, OSError) as trouble:
            # where this is written down nobody should read whom a letter was for
            said = str(trouble).replace(recipient, "the address")
            raise MailTrouble(f"{type(trouble).__name__}: {said}") from None


def compose(mail_id: MailId, sender: str, recipient: str, wording: Wording, now: datetime) -> EmailMessage:
    """The letter as it travels. Its Message-ID is made from its id, so that a double can be recognised."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = " ".join(wording.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in answer
    message.set_content(wording.text)
    message.add_alternative(wording.html, subtype="html")
    return message
