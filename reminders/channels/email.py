"""Mail to the recipient's own address, by SMTP."""

from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from reminders.channels.message import Refused, Unreachable, body, headline
from reminders.models import Reminder

FOR_GOOD = 500  # replies from here on are final, those below are for another time


def is_ready() -> bool:
    return bool(settings.EMAIL_BACKEND != "django.core.mail.backends.dummy.EmailBackend")


def reaches(reminder: Reminder) -> bool:
    return bool(reminder.recipient and reminder.recipient.email)


def send(reminder: Reminder) -> None:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise Unreachable(f"连不上邮件服务器：{error}") from error
    try:
        connection.send_messages([message(reminder)])
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise Refused(f"邮件服务器不接收这个收件人（{codes}）", for_good=min(codes) >= FOR_GOOD) from error
    except SMTPResponseException as error:
        reply = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        raise Refused(f"邮件服务器答复 {error.smtp_code} {reply}", for_good=error.smtp_code >= FOR_GOOD) from error
    finally:
        with suppress(OSError, SMTPException):  # the message is through, or is not, by now
            connection.close()


def message(reminder: Reminder) -> EmailMessage:
    """The mail. Its Message-ID is always the same, so that whoever gets it twice can tell."""
    assert reminder.recipient is not None  # noqa: S101 -- `reaches` has asked
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    number = f"<reminder.{reminder.key}@{sender.rpartition('@')[2] or 'localhost'}>"
    return EmailMessage(
        headline(reminder), body(reminder), to=[reminder.recipient.email], headers={"Message-ID": number}
    )
