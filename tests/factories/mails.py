"""Mails as city halls send them, and as machines do."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP


def a_mail(
    sender: str,
    to: str = "returns@secretariat.example",
    *,
    subject: str = "Our answer",
    text: str = "Please find our answer enclosed.",
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """A mail with files by name; further headers by their name with underscores."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = "Mon, 20 Jan 2031 09:00:00 +0000"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def a_report(message_id: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """A mail server's report (RFC 3464) that the letter with this Message-ID was not delivered."""
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mail.example>\r\nTo: secretariat@localhost\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI am sorry to have to inform you.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; a@city.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()
