"""A year's rubric goes out as a file and a draft comes in as one; a hostile or a wrong one changes nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scoring.catalogue import file_of
from scoring.editions.checks import faults_of
from scoring.editions.text import DraftText
from scoring.editions.uploaded import LARGEST
from scoring.models import RubricEdition
from scoring.parsing import read
from tests.exchanged import form_of, sent, words

YEAR = 2027
UPLOAD, DOWNLOAD = (reverse(f"scoring:rubric_{page}", args=[YEAR]) for page in ("upload", "download"))
TEXT = file_of(2023).read_text(encoding="utf-8").replace("year = 2023", f"year = {YEAR}")


@pytest.fixture
def draft(signed_in):
    signed_in("staff").post(reverse("scoring:rubric_start"), sent(year=YEAR))
    return RubricEdition.objects.get()


def upload(client, content, **fields):
    content = content.encode() if isinstance(content, str) else content
    form = {key: value for key, value in form_of(client, UPLOAD).items() if key != "file"}
    return client.post(UPLOAD, {**form, **fields, "file": SimpleUploadedFile("细则.toml", content)})


def test_what_is_downloaded_is_uploaded_again_unchanged(draft, staff):
    file = staff.get(DOWNLOAD)
    assert file["Content-Disposition"] == f'attachment; filename="rubric-{YEAR}-draft.toml"'
    assert file.content.decode() == draft.text
    assert upload(staff, file.content).status_code == 302
    assert RubricEdition.objects.get().text == draft.text


def test_everybody_downloads_what_is_published_and_drafts_are_for_who_drafts(draft, signed_in):
    file = signed_in("leader").get(reverse("scoring:rubric_download", args=[2023]))
    assert file.content == file_of(2023).read_bytes()
    assert signed_in("leader").get(DOWNLOAD).status_code == 404
    assert signed_in("staff").get(reverse("scoring:rubric_download", args=[2031])).status_code == 404


@pytest.mark.parametrize("content", [TEXT, "\ufeff" + TEXT, TEXT.replace("\n", "\r\n")])
def test_a_file_takes_the_place_of_the_draft_with_its_comments_and_a_row_of_history(draft, staff, content):
    upload(staff, content.replace("max = 5", "max = 5.0", 1))
    edition = RubricEdition.objects.get()
    assert edition.text == TEXT.replace("max = 5", "max = 5.0", 1)
    assert edition.history.first().history_change_reason == "上传文件"
    assert list(faults_of(read(edition.text))) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode("gb18030"), "不是 UTF-8 编码"),
        (b"PK\x03\x04\xff\xfe", "不是 UTF-8 编码"),
        ("x" * (LARGEST + 1), "最多256KB"),
        ("title = ", "不是能读的 TOML 文件"),
        ("a = " + "[" * 50_000, "不是能读的 TOML 文件"),
        ("a = " + "9" * 10_000, "不是能读的 TOML 文件"),
        ("year = 2027", "文件缺items"),
        (TEXT.replace("year = 2027", "year = 2028"), "文件写的是2028年，应为2027年"),
        (TEXT.replace("year = 2027", 'year = "2027"'), "文件的year应是整数"),
        (TEXT + "\n[surprise]\nx = 1\n", "文件有不认识的surprise"),
        (TEXT.replace('checked_by = ""', 'checked_by = ""\nweight = 3'), "第8项有不认识的weight"),
        (TEXT.replace('rule = "action_plan"', 'rule = "os.system"'), "计分规则“os.system”不存在"),
        (TEXT.replace('same_as = "6.1"', 'same_as = "7.1"'), "6.2的due_day写着与7.1相同"),
        (TEXT.replace("max = 3", "max = nan", 1), "1.1的max应是数"),
        (TEXT.replace("max = 3", "max = 1e999999", 1), "分值"),
        (TEXT.replace("max = 3", "max = -3", 1), "1.1 行动方案：“分值”不能小于0"),
        (TEXT.replace('title = "行动方案"', 'title = "\\u0000"'), "1.1"),
        (TEXT.replace('code = "1.2"', 'code = "1.1"'), "1.1出现了两次"),
        (TEXT.replace('code = "1.2"', 'code = "../1"'), "不在第1项里"),
        (TEXT.replace('code = "1.2"', 'code = "1.x/y"'), "1.x/y"),
        (TEXT.replace("[targets.employed]", "[targets.weather]"), "程序不会数方案目标weather"),
        (TEXT.replace('["06-30", "12-31"]', '["12-31", "06-30"]'), "后一个不能早于前一个"),
        (TEXT.replace('["06-30", "12-31"]', "[6, 12]"), "value都应是文字"),
        (TEXT.replace('["ordinary", "skilled", "weak"]', '["magic"]'), "谁算劳动力"),
        (TEXT.replace("[labor_force.oldest]", "[labor_force.eldest]"), "labor_force"),
        (TEXT.replace('value = "ceil"', 'value = "up"', 1), "没有“up”这种读法"),
        (TEXT.replace('A1 = "', '"A/1" = "'), "编号"),
        (TEXT.replace("[[items.sub_items]]", "[items.sub_items]", 1), "不是能读的 TOML 文件"),
        ('items = ["x"]\n' + TEXT[: TEXT.index("[[items]]")], "items应是若干节"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_field_and_nothing_is_written(draft, staff, content, said):
    answer = upload(staff, content)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"file"}
    assert said in words(answer)
    assert RubricEdition.objects.get().text == draft.text
    assert RubricEdition.objects.get().history.count() == 1


def test_who_would_overwrite_what_another_has_changed_is_asked_first(draft, signed_in):
    staff, administrator = signed_in("staff"), signed_in("administrator")
    opened = staff.get(UPLOAD).context["form"]["seen"].value()
    address = reverse("scoring:rubric_change", args=[YEAR, "question", "A1"])
    administrator.post(address, {**form_of(administrator, address), "question": "改过的？"})
    answer = upload(staff, TEXT, seen=opened)
    assert "改过这份草稿，上传会盖掉那些改动" in words(answer)
    assert DraftText(RubricEdition.objects.get().text).values["questions"]["A1"] == "改过的？"
    upload(staff, TEXT, seen=answer.context["form"]["seen"].value())
    assert RubricEdition.objects.get().text == TEXT


def test_a_published_year_takes_no_file(draft, signed_in):
    opened = form_of(signed_in("staff"), UPLOAD)
    signed_in("administrator").post(reverse("scoring:rubric_publish", args=[YEAR]), {"digest": draft.digest})
    staff = signed_in("staff")
    assert staff.get(UPLOAD).status_code == 404
    opened.pop("file")
    assert staff.post(UPLOAD, {**opened, "file": SimpleUploadedFile("a.toml", TEXT.encode())}).status_code == 404
