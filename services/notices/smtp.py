"""Delivers one mail over SMTP and says exactly how far it came."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import urlsplit

from services import settings
from services.clock import now
from services.notices.transports import Fault, Message, NotSent

SECONDS_PER_STEP = 15
SECONDS_IN_ALL = 120
"""However slowly a server drips, the talk ends well before another relay may take the notice over."""

_ADDRESS = re.compile(r"[!#-'*+\-/-9=?A-Z^-~.]+@[A-Za-z0-9.\-\[\]:]+")
_ENHANCED = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


def send(message: Message, server: Any) -> None:
    """Hand the mail to the server that Apprise's mail plugin `server` describes. Raises NotSent.

    Until the recipient is named, every fault is the server's or our settings': AWAY. After that 5xx means
    NEVER (but 5.7.x, a policy such as "sign in first", may be ours: LATER), anything else LATER. A talk
    that broke off after the text went over may have delivered it, so that is not tried for ever.
    """
    mail = compose(message, server.from_addr)
    with _talk(server) as smtp:
        step = "MAIL"
        try:
            _expect(step, smtp.mail(server.from_addr[1]))
            step = "RCPT"
            _expect(step, smtp.rcpt(message.recipient))
            step = "DATA"
            _expect(step, smtp.data(mail.as_bytes(policy=SMTP)))
        except smtplib.SMTPDataError as error:
            raise _refused(step, (error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            fault = Fault.AWAY if step == "MAIL" else Fault.LATER
            raise NotSent(fault, f"{step}: {type(error).__name__}") from error


def compose(message: Message, sender: tuple[Any, str]) -> EmailMessage:
    """Plain text, UTF-8. The Message-ID comes from the notice: a repeat carries the same one."""
    if not _ADDRESS.fullmatch(message.recipient):
        raise NotSent(Fault.NEVER, "the address is not one that plain SMTP can carry")
    mail = EmailMessage(policy=SMTP)
    name, address = sender
    mail["From"] = formataddr((str(make_header(decode_header(name))) if name else "", address))
    mail["To"] = message.recipient
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(now())
    host = urlsplit(settings.public_url()).hostname or "localhost"
    mail["Message-ID"] = f"<notice-{message.key}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body, charset="utf-8", cte="quoted-printable")
    return mail


@contextmanager
def _talk(server: Any) -> Iterator[smtplib.SMTP]:
    """A connection, secured and signed in as the URL says, cut off when it takes too long in all."""
    context = ssl.create_default_context()
    if not server.verify_certificate:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    ours = {"local_hostname": socket.gethostname(), "timeout": SECONDS_PER_STEP}
    if server.secure_mode == "ssl":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(context=context, **ours)
    else:
        smtp = smtplib.SMTP(**ours)
    # Connecting from the constructor would leave nothing to cut off while the greeting drips in; TLS
    # compares the certificate with this name, which the constructor would have kept.
    smtp._host = server.smtp_host  # type: ignore[attr-defined]
    end = threading.Timer(SECONDS_IN_ALL, _cut, [smtp])
    end.daemon = True
    end.start()
    try:
        try:
            _expect("greeting", smtp.connect(server.smtp_host, server.port))
            if server.secure_mode == "starttls":
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if server.user and server.password:
                smtp.login(server.user, server.password)
        except smtplib.SMTPResponseException as error:
            raise _refused("sign-in", (error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            why = f"the mail server cannot be reached: {type(error).__name__}"
            raise NotSent(Fault.AWAY, why) from error
        yield smtp
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()  # the mail is over: a fault here must not send it again
    finally:
        end.cancel()
        smtp.close()


def _cut(smtp: smtplib.SMTP) -> None:
    with suppress(OSError, AttributeError):
        smtp.sock.shutdown(socket.SHUT_RDWR)


def _expect(step: str, answer: tuple[int, bytes]) -> None:
    if not 200 <= answer[0] < 300:
        raise _refused(step, answer)


def _refused(step: str, answer: tuple[int, bytes]) -> NotSent:
    """Whose fault it is that the server did not say yes at this step."""
    said = _say(answer)
    if step in ("greeting", "sign-in", "MAIL"):
        fault = Fault.AWAY
    elif 500 <= answer[0] < 600 and answer[0] != 530 and " 5.7." not in said:
        fault = Fault.NEVER
    else:
        fault = Fault.LATER
    return NotSent(fault, f"{step}: {said}")


def _say(answer: tuple[int, bytes]) -> str:
    """The codes of an answer; its text is left out, for servers repeat the address in it."""
    code, text = answer
    enhanced = _ENHANCED.search(text if isinstance(text, bytes) else str(text).encode())
    return f"SMTP {code}" + (f" {enhanced[0].decode()}" if enhanced else "")
