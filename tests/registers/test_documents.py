"""佐证材料: attached to a record, fetched by those who may, voided with a reason; what a file is, its content says."""

import re
import stat
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from core.files import chosen, documents
from core.files.uploads import LEFT_FOR
from core.models import AuditEvent, Document
from tests.exchanged import text

PDF = b"%PDF-1.7 made up"


def upload(client, record, content=PDF, name="认定文件.pdf", proves="认定"):
    address = reverse("workshops:workshop_file_add", args=[record.pk])
    return client.post(address, {"token": str(uuid4()), "proves": proves, "file": SimpleUploadedFile(name, content)})


def address_of(document, page="file"):
    return reverse(f"workshops:workshop_{page}", args=[document.object_pk, document.public_id])


def workbook():
    made = BytesIO()
    Workbook().save(made)
    return made.getvalue()


def test_a_file_is_attached_listed_and_fetched_whole(staff, small_town):
    answer = upload(staff, small_town.workshop)
    page = text(staff.get(answer.url))
    assert "认定文件.pdf" in page
    document = Document.objects.get()
    fetched = staff.post(address_of(document))
    assert b"".join(fetched.streaming_content) == PDF
    assert "attachment" in fetched["Content-Disposition"]
    event = AuditEvent.objects.get(action="export")
    assert (event.subject_type, event.division_code) == ("core.document", small_town.workshop.village_id)


def test_nobody_guesses_where_a_file_is_kept_or_reads_it_there(staff, small_town):
    upload(staff, small_town.workshop)
    path = Path(Document.objects.get().file.path)
    assert "认定" not in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "pdf"), (b"\xff\xd8\xff\xe0 made up", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (workbook(), "xlsx")],
)
def test_the_content_says_what_a_file_is_and_the_name_does_not(staff, small_town, content, kind):
    upload(staff, small_town.workshop, content, name="材料.exe")
    document = Document.objects.get()
    assert (document.format, document.name) == (kind, f"材料.{kind}")


@pytest.mark.parametrize("content", [b"MZ a program", b"<html><script>", b"PK\x03\x04 no archive"])
def test_anything_else_is_refused_and_the_answer_says_what_is_taken(staff, small_town, content):
    assert "只收 PDF、JPG、PNG" in text(upload(staff, small_town.workshop, content))
    assert not Document.objects.exists()


def test_a_file_too_large_is_refused(staff, small_town, settings):
    settings.UPLOAD_LIMIT = 4
    assert "最多 0 兆" in text(upload(staff, small_town.workshop))


def upload_all(client, record, *files, **sent):
    address = reverse("workshops:workshop_file_add", args=[record.pk])
    found = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(address, {"token": str(uuid4()), "proves": "认定", "file": found, **sent})


JPG, PNG = b"\xff\xd8\xff\xe0 made up", b"\x89PNG\r\n\x1a\n made up"


def test_several_are_attached_at_once(staff, small_town):
    upload_all(staff, small_town.workshop, ("一.pdf", PDF), ("二.jpg", JPG), ("三.png", PNG))
    assert [(each.name, each.format) for each in Document.objects.all()] == [
        ("一.pdf", "pdf"),
        ("二.jpg", "jpg"),
        ("三.png", "png"),
    ]


def test_of_several_each_that_is_refused_has_its_own_reason_and_none_is_attached(staff, small_town):
    upload(staff, small_town.workshop, PNG, name="先前.png")
    files = [("好.pdf", PDF), ("程序.pdf", b"MZ a program"), ("空.jpg", b""), ("又是.png", PNG), ("再一份.pdf", PDF)]
    page = text(upload_all(staff, small_town.workshop, *files))
    assert "“程序.pdf”：只收 PDF" in page
    assert "“空.jpg”：是空文件" in page
    assert "“又是.png”：同样的文件已经上传过：先前.png" in page
    assert "“再一份.pdf”：同一个文件选了两次" in page
    assert [each.name for each in Document.objects.all()] == ["先前.png"]


def held(page):
    return re.findall(r'name="file-held" value="([^"]+)"', page.content.decode())


def test_what_was_chosen_is_kept_where_something_else_is_wrong(staff, small_town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = upload_all(staff, small_town.workshop, ("一.pdf", PDF), ("二.jpg", JPG), proves="")
    tickets = held(page)
    assert len(tickets) == 2
    assert "不用再选" in text(page)
    assert not Document.objects.exists()
    again = upload_all(staff, small_town.workshop, ("坏.exe", b"MZ"), **{"file-held": tickets})
    assert len(held(again)) == 2
    upload_all(staff, small_town.workshop, ("三.png", PNG), **{"file-held": held(again)})
    assert {each.name for each in Document.objects.all()} == {"一.pdf", "二.jpg", "三.png"}
    assert {Path(each.file.path).read_bytes() for each in Document.objects.all()} == {PDF, JPG, PNG}


def test_a_ticket_is_of_use_to_who_sent_the_file_alone(staff, signed_in, small_town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    tickets = held(upload_all(staff, small_town.workshop, ("一.pdf", PDF), proves=""))
    administrator = signed_in("administrator")
    assert "先前选的文件已过期，请重新选" in text(
        upload_all(administrator, small_town.workshop, **{"file-held": tickets})
    )
    forged = [ticket[:-2] + "xx" for ticket in tickets]
    assert "先前选的文件已过期，请重新选" in text(
        upload_all(signed_in("staff"), small_town.workshop, **{"file-held": forged})
    )
    assert not Document.objects.exists()


def test_what_waits_is_swept_after_a_day_and_its_name_hides_numbers(staff, small_town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    number = small_town.person.id_number.plain
    tickets = held(upload_all(staff, small_town.workshop, (f"石{number}.pdf", PDF), proves=""))
    waiting = list((tmp_path / chosen.FOLDER).iterdir())
    assert [stat.S_IMODE(path.stat().st_mode) for path in waiting] == [0o600]
    assert chosen.sweep() == 0
    with time_machine.travel(timezone.now() + LEFT_FOR * 2):
        assert chosen.sweep() == 1
    assert tickets
    assert "先前选的文件已过期，请重新选" in text(upload_all(staff, small_town.workshop, **{"file-held": tickets}))


def test_what_was_chosen_and_is_gone_is_not_left_out_silently(staff, small_town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    tickets = held(upload_all(staff, small_town.workshop, ("一.pdf", PDF), ("二.jpg", JPG), proves=""))
    next((tmp_path / chosen.FOLDER).iterdir()).unlink()
    page = upload_all(staff, small_town.workshop, ("三.png", PNG), **{"file-held": tickets})
    assert "先前选的文件已过期，请重新选" in text(page)
    assert not Document.objects.exists()
    assert len(held(page)) == 2
    upload_all(staff, small_town.workshop, **{"file-held": held(page)})
    assert Document.objects.count() == 2


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (JPG, "image/jpeg"), (PNG, "image/png")])
def test_a_picture_and_a_pdf_are_shown_in_the_browser(staff, small_town, content, kind):
    upload(staff, small_town.workshop, content, name="<script>.html")
    shown = staff.post(address_of(Document.objects.get(), "file_show"))
    assert b"".join(shown.streaming_content) == content
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == (kind, "nosniff")
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert "script-src" not in shown["Content-Security-Policy"]
    assert AuditEvent.objects.get(action="export").details["shown"] is True


def test_what_a_browser_does_not_show_is_fetched_only(staff, small_town):
    upload(staff, small_town.workshop, workbook(), name="表.xlsx")
    document = Document.objects.get()
    assert staff.post(address_of(document, "file_show")).status_code == 404
    assert address_of(document, "file_show") not in text(staff.get(small_town.workshop.get_absolute_url()))


def test_who_sees_masked_names_only_is_shown_no_picture(staff, signed_in, small_town):
    upload(staff, small_town.workshop, JPG)
    address = address_of(Document.objects.get(), "file_show")
    leader = signed_in("leader")
    assert leader.post(address).status_code == 403
    assert address not in text(leader.get(small_town.workshop.get_absolute_url()))


def test_who_uploaded_a_file_is_told_by_name(staff, small_town):
    User.objects.filter(username="staff").update(first_name="蒋经办")
    upload(staff, small_town.workshop)
    assert "蒋经办 <span" in text(staff.get(small_town.workshop.get_absolute_url()))
    assert "蒋经办" in text(staff.get(reverse("platforms:village", args=[small_town.workshop.village_id])))


def test_the_same_file_is_attached_once(staff, small_town):
    upload(staff, small_town.workshop)
    assert "同样的文件已经上传过：认定文件.pdf" in text(upload(staff, small_town.workshop, name="另一个名.pdf"))
    assert Document.objects.count() == 1


def test_a_number_in_a_files_name_is_masked(staff, small_town):
    number = small_town.person.id_number.plain
    upload(staff, small_town.workshop, name=f"石小军{number}合同.pdf")
    assert number not in Document.objects.get().name


def test_a_wrong_file_is_voided_with_a_reason_and_no_longer_fetched(staff, small_town):
    upload(staff, small_town.workshop)
    document = Document.objects.get()
    assert "没有填" in text(staff.post(address_of(document, "file_void"), {"token": str(uuid4()), "reason": ""}))
    staff.post(address_of(document, "file_void"), {"token": str(uuid4()), "reason": "传错了车间"})
    document.refresh_from_db()
    assert document.void_reason == "传错了车间"
    assert staff.post(address_of(document)).status_code == 404
    assert "认定文件.pdf" not in text(staff.get(small_town.workshop.get_absolute_url()))
    assert AuditEvent.objects.filter(action="void").count() == 1


def test_who_sees_masked_names_only_does_not_get_the_file(staff, signed_in, small_town):
    upload(staff, small_town.workshop)
    leader = signed_in("leader")
    page = text(leader.get(small_town.workshop.get_absolute_url()))
    assert "佐证材料（PDF）" in page
    assert "认定文件.pdf" not in page  # a file may be called 石小军工资条
    assert leader.post(address_of(Document.objects.get())).status_code == 403


def test_a_document_is_found_on_its_own_record_only(staff, small_town):
    upload(staff, small_town.workshop)
    inspection = small_town.workshop.inspections.get()
    other = reverse("workshops:inspection_file", args=[inspection.pk, Document.objects.get().public_id])
    assert staff.post(other).status_code == 404


def test_a_file_that_is_gone_is_told_in_words_and_nothing_was_taken_out(staff, small_town):
    upload(staff, small_town.workshop)
    document = Document.objects.get()
    Path(document.file.path).unlink()
    answer = staff.post(address_of(document))
    assert answer.status_code == 404
    assert "“认定文件.pdf”在服务器上找不到了" in text(answer)
    assert not AuditEvent.objects.filter(action="export").exists()


# --- files of transactions that were rolled back ---


class Crash(Exception):
    pass


def attach(record, user, *, crash=False):
    """The path of the file that is kept."""
    file = SimpleUploadedFile("认定文件.pdf", PDF)
    with suppress(Crash), transaction.atomic():
        document = documents.attach(record=record, file=file, proves="认定", by=user)
        if crash:
            raise Crash
    return Path(document.file.path)


def test_a_file_saved_in_a_transaction_that_was_rolled_back_is_swept_a_day_later(
    small_town, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path  # other tests' files are all rolled back
    user = User.objects.create(username="jingban")
    with django_capture_on_commit_callbacks(execute=True):
        kept = attach(small_town.workshop, user)
        lost = attach(small_town.workshop, user, crash=True)
    assert (documents.sweep(), lost.exists()) == (0, True)
    with time_machine.travel(timezone.now() + 2 * LEFT_FOR):
        assert documents.sweep() == 1
    assert (kept.exists(), lost.exists()) == (True, False)


def test_a_file_whose_transaction_committed_stays_even_if_the_process_died_then(small_town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = attach(small_town.workshop, User.objects.create(username="jingban"))  # what follows the commit never came
    with time_machine.travel(timezone.now() + 2 * LEFT_FOR):
        assert documents.sweep() == 0
    assert kept.exists()
