"""Mail to the recipient's own address, by SMTP."""

from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage

from reminders.channels.message import Refused, Unreachable, body, headline
from reminders.models import Reminder, WaysOut

FOR_GOOD = 500  # replies from here on are final, those below are for another time


def is_ready() -> bool:
    return WaysOut.current().has_mail


def reaches(reminder: Reminder) -> bool:
    return bool(reminder.recipient and reminder.recipient.email)


def send(reminder: Reminder) -> None:
    ways = WaysOut.current()
    send_message(message(reminder, ways.sender), ways)


def send_message(mail: EmailMessage, ways: WaysOut) -> None:
    """Have the server take a mail; Refused says that it certainly has not."""
    connection = ways.mail_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise Unreachable(f"连不上邮件服务器：{error}") from error
    try:
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise Refused(f"邮件服务器不接收这个收件人（{codes}）", for_good=min(codes) >= FOR_GOOD) from error
    except SMTPResponseException as error:
        reply = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        raise Refused(f"邮件服务器答复 {error.smtp_code} {reply}", for_good=error.smtp_code >= FOR_GOOD) from error
    finally:
        with suppress(OSError, SMTPException):  # the message is through, or is not, by now
            connection.close()


def message(reminder: Reminder, sent_by: str) -> EmailMessage:
    """The mail. Its Message-ID is always the same, so that whoever gets it twice can tell."""
    assert reminder.recipient is not None  # noqa: S101 -- `reaches` has asked
    _, sender = parseaddr(sent_by)
    number = f"<reminder.{reminder.key}@{sender.rpartition('@')[2] or 'localhost'}>"
    told = headline(reminder), body(reminder), sent_by, [reminder.recipient.email]
    return EmailMessage(*told, headers={"Message-ID": number})
