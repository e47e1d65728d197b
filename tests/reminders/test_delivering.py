"""The way out: to a real mail server and a real robot's address on this machine."""

import base64
import hashlib
import hmac
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from accounts.models import User
from core.personal_data.masking import PERSONAL_NUMBER
from fictional.one_of_everything import OWN, TOWN
from labor.models import Person
from reminders.checks import channels_are_known_and_have_addresses
from reminders.delivering import deliver
from reminders.kinds import MISSED
from reminders.models import Delivery
from reminders.models.deliveries import Reminder, wait_after
from reminders.reminder_run import make_reminders
from tests.reminders.arranged import remind
from tests.reminders.sinks import MailServer, Robot, serving
from tests.servers import free_port

pytestmark = pytest.mark.usefixtures("arranged")
DAY = date(2026, 6, 29)


@pytest.fixture
def mail(settings):
    with serving(MailServer()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.DEFAULT_FROM_EMAIL = "五团镇就业帮扶 <jiuye@example.gov.cn>"
        settings.REMINDER_CHANNELS = ["bell", "email"]
        yield server


@pytest.fixture
def robot(settings):
    with serving(Robot()) as server:
        settings.REMINDER_WEBHOOK, settings.REMINDER_CHANNELS = server.url, ["bell", "webhook"]
        yield server


def clerk():
    return User.objects.get(username="clerk")


def standing(delivery):
    delivery.refresh_from_db()
    return delivery.state, delivery.attempts


def be_due():
    """As if the time for the next attempt had come."""
    Delivery.objects.update(next_attempt_at=timezone.now())


# --- mail ---


def test_a_mail_goes_to_the_recipient_with_a_link_and_a_number_of_its_own(mail, settings):
    settings.SITE_URL = "https://jiuye.example.gov.cn"
    reminder = remind(clerk(), OWN)
    assert deliver(DAY) == 1
    assert deliver(DAY) == 0
    (message,) = mail.taken
    assert (message["To"], message["Subject"]) == ("clerk@example.gov.cn", "【五团镇就业帮扶】半年核实")
    number = f"<reminder.verification.{clerk().pk}.430529104204.20260630.7@example.gov.cn>"
    assert message["Message-ID"].strip() == number  # a long one is folded
    assert message.get_content().split() == [
        "还有2人未核实。", "https://jiuye.example.gov.cn/todo/?kind=verify&division=430529104204",
    ]  # fmt: skip
    assert standing(reminder.deliveries.get()) == ("sent", 1)


def test_a_whole_day_of_mails_holds_no_name_and_no_number_of_anybody(mail):
    for day in (DAY, date(2026, 7, 1), date(2026, 7, 2), date(2026, 7, 13), date(2026, 7, 21)):
        make_reminders(day)
        deliver(day)
    words = " ".join(f"{message['Subject']} {message.get_content()}" for message in mail.taken)
    assert len(mail.taken) == Reminder.objects.exclude(recipient__email="").count() > 10
    assert not PERSONAL_NUMBER.search(words)
    assert [name for name in Person.objects.values_list("name", flat=True) if name in words] == []


def test_who_has_no_address_gets_no_mail_and_has_the_bell(mail):
    User.objects.filter(username="clerk").update(email="")
    make_reminders(DAY)
    assert Reminder.objects.get(recipient=clerk()).deliveries.count() == 0


@pytest.mark.parametrize("command", ["RCPT", ".", "MAIL"])
def test_a_passing_refusal_is_tried_again_later_each_time(mail, command):
    mail.replies[command] = "450 busy"
    delivery = remind(clerk(), OWN).deliveries.get()
    waits = []
    for attempt in (1, 2):
        be_due()
        deliver(DAY)
        assert standing(delivery) == ("waiting", attempt)
        waits.append(round((delivery.next_attempt_at - timezone.now()) / timedelta(minutes=1)))
        assert deliver(DAY) == 0
        assert standing(delivery) == ("waiting", attempt)
    assert waits == [5, 15]
    mail.replies.clear()
    be_due()
    assert deliver(DAY) == 1
    assert len(mail.taken) == 1


def test_a_refusal_for_good_is_not_tried_again(mail):
    mail.replies["RCPT"] = "550 no such mailbox"
    delivery = remind(clerk(), OWN).deliveries.get()
    deliver(DAY)
    assert standing(delivery) == ("failed", 1)
    assert "550" in delivery.error


def test_after_six_refusals_it_is_given_up(mail):
    mail.replies["."] = "451 later"
    delivery = remind(clerk(), OWN).deliveries.get()
    for _ in range(8):
        be_due()
        deliver(DAY)
    assert standing(delivery) == ("failed", 6)
    assert mail.taken == []


def test_a_server_out_of_reach_is_asked_once_a_pass(mail, settings):
    settings.EMAIL_PORT = free_port()
    first, second = (remind(clerk(), OWN, days_before=days).deliveries.get() for days in (7, 1))
    assert deliver(DAY) == 0
    assert (standing(first), standing(second)) == (("waiting", 1), ("waiting", 0))


def test_a_line_that_is_cut_after_the_message_leaves_it_uncertain_and_never_sends_it_again(mail, caplog):
    mail.replies["."] = ""
    delivery = remind(clerk(), OWN).deliveries.get()
    for _ in range(3):
        be_due()
        deliver(DAY)
    assert standing(delivery) == ("unknown", 1)
    assert len(mail.taken) == 1
    assert "uncertain" in caplog.text


def test_what_nobody_answers_for_is_uncertain_after_a_while(mail):
    delivery = remind(clerk(), OWN).deliveries.get()
    assert Delivery.objects.claim(delivery.pk, timezone.now())
    deliver(DAY)
    assert standing(delivery) == ("sending", 1)
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=6))
    deliver(DAY)
    assert standing(delivery) == ("unknown", 1)
    assert mail.taken == []


@pytest.mark.parametrize("attempts", [0, 1, 3])
def test_what_was_put_off_before_the_clock_was_set_back_is_sent(mail, attempts):
    delivery = remind(clerk(), OWN).deliveries.get()
    longest = wait_after(attempts)
    Delivery.objects.update(attempts=attempts, next_attempt_at=timezone.now() + longest + timedelta(minutes=1))
    deliver(DAY)
    assert standing(delivery) == ("sent", attempts + 1)


def test_what_was_begun_before_the_clock_was_set_back_is_uncertain(mail):
    delivery = remind(clerk(), OWN).deliveries.get()
    Delivery.objects.update(state="sending", attempts=1, claimed_at=timezone.now() + timedelta(hours=3))
    deliver(DAY)
    assert standing(delivery) == ("unknown", 1)


def test_a_sender_given_up_that_comes_to_an_end_after_all_is_heard(mail):
    claimed = Delivery.objects.claim(remind(clerk(), OWN).deliveries.get().pk, timezone.now())
    Delivery.objects.update(state="unknown")
    claimed.arrived(timezone.now())
    assert standing(claimed) == ("sent", 1)


def test_only_one_of_two_can_claim(mail):
    key = remind(clerk(), OWN).deliveries.get().pk
    assert [bool(Delivery.objects.claim(key, timezone.now())) for _ in range(2)] == [True, False]


def test_news_that_has_grown_old_is_not_sent(mail):
    late = remind(clerk(), OWN).deliveries.get()
    missed = remind(clerk(), OWN, days_before=MISSED).deliveries.get()
    assert deliver(date(2026, 7, 2)) == 1
    assert (standing(late)[0], standing(missed)[0]) == ("failed", "sent")
    assert late.reminder.read_at is None  # the bell still has it


def test_a_channel_that_was_switched_off_sends_nothing(mail, settings):
    delivery = remind(clerk(), OWN).deliveries.get()
    settings.REMINDER_CHANNELS = ["bell"]
    deliver(DAY)
    assert standing(delivery)[0] == "failed"
    assert mail.taken == []


# --- configuration ---


@pytest.mark.parametrize(
    ("names", "kind", "faults"),
    [
        (["bell"], "wecom", []),
        (["bell", "sms"], "wecom", ["reminders.E001"]),
        (["email", "webhook"], "dingtalk", ["reminders.W001", "reminders.W001"]),
        (["bell"], "slack", ["reminders.E002"]),
    ],
)
def test_a_configuration_that_cannot_send_is_said_so(settings, names, kind, faults):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.REMINDER_CHANNELS, settings.REMINDER_WEBHOOK_KIND = names, kind
    assert [fault.id for fault in channels_are_known_and_have_addresses()] == faults


# --- robots ---


def test_the_group_hears_what_is_for_the_town_once_and_nothing_of_anybody_in_particular(robot):
    for _ in range(2):
        make_reminders(date(2026, 7, 13))
        deliver(date(2026, 7, 13))
    assert [message["text"]["content"].splitlines()[0] for _, message in robot.heard] == [
        "【五团镇就业帮扶】半年核实汇总：已逾期",
        "【五团镇就业帮扶】公益性岗位合同到期",
        "【五团镇就业帮扶】督办整改",
    ]
    assert all(each.reminder.recipient is None for each in Delivery.objects.all())
    assert {each.division_id for each in Reminder.objects.filter(recipient=None)} == {TOWN}


def test_wecom_gets_a_text_of_at_most_2048_bytes(robot):
    remind(None, TOWN, channel="webhook", text="村" * 1000)
    assert deliver(DAY) == 1
    ((path, message),) = robot.heard
    assert path == "/robot/send?key=K"
    assert message["msgtype"] == "text"
    assert len(message["text"]["content"].encode()) in range(2040, 2049)


def test_dingtalk_gets_the_same_signed(robot, settings):
    settings.REMINDER_WEBHOOK_KIND, settings.REMINDER_WEBHOOK_SECRET = "dingtalk", "SEC000"
    remind(None, TOWN, channel="webhook")
    assert deliver(DAY) == 1
    ((path, message),) = robot.heard
    asked = {name: value for name, (value,) in parse_qs(urlsplit(path).query).items()}
    signed = hmac.new(b"SEC000", f"{asked['timestamp']}\nSEC000".encode(), hashlib.sha256).digest()
    assert base64.b64decode(asked["sign"]) == signed
    assert asked["key"] == "K"
    assert "还有2人未核实。" in message["text"]["content"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), "waiting"),
        ((404, {}), "waiting"),
        ((429, {}), "waiting"),
        ((502, {}), "unknown"),
        ((200, {}), "unknown"),
    ],
)
def test_what_a_robot_answers_decides(robot, answer, state):
    robot.answer = answer
    delivery = remind(None, TOWN, channel="webhook").deliveries.get()
    assert deliver(DAY) == 0
    assert standing(delivery) == (state, 1)


def test_a_robot_out_of_reach_is_tried_again(robot, settings):
    settings.REMINDER_WEBHOOK = f"http://127.0.0.1:{free_port()}/"
    delivery = remind(None, TOWN, channel="webhook").deliveries.get()
    deliver(DAY)
    assert standing(delivery) == ("waiting", 1)
