"""The booklet of a role: a PDF that needs no font file, and shows the pictures that were made of this very program."""

import pytest
from django.urls import reverse
from PIL import Image
from pypdfium2 import PdfDocument

from accounts.models import User
from manual import markdown, paper
from manual.contents import chapters, help_pages
from manual.pictures import edition, picture_folder
from tests.once import once

pytestmark = once

GUIDE = "people/verification"
PICTURE = "verification.png"


def booklet(client, role):
    answer = client.get(reverse("manual:booklet_pdf", args=[role]))
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer.getvalue()


def text_of(pdf):
    return "".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf))


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    picture_folder().mkdir(parents=True)
    return picture_folder()


def test_a_booklet_holds_what_concerns_its_role_and_names_it(signed_in):
    made = booklet(signed_in("clerk"), "clerk")
    document = PdfDocument(made)
    said = text_of(made)
    assert "经办员手册" in said
    assert "无变化：和上次一样，记一次核实" in "".join(said.split())
    entries = [entry.get_title() for entry in document.get_toc()]
    assert entries[:2] == ["开始使用", "登录、密码和我的账号"]
    own = {page.title for chapter in chapters("clerk") for page in chapter.pages}
    assert own <= set(entries)
    assert "台账导入导出" not in entries


def test_the_contents_say_on_which_page_something_stands(signed_in):
    document = PdfDocument(booklet(signed_in("staff"), "staff"))
    places = {entry.get_title(): entry.get_dest().get_index() for entry in document.get_toc()}
    shown = document[places["半年核实"]].get_textpage().get_text_range()
    assert "每半年把脱贫劳动力" in shown


def test_chinese_is_set_in_a_font_that_the_reader_brings(signed_in):
    made = booklet(signed_in("leader"), "leader")
    assert b"STSong-Light" in made
    assert b"/FontFile" not in made
    assert len(made) < 500_000


@pytest.mark.django_db
@pytest.mark.parametrize("slug", help_pages())
def test_whatever_a_page_of_the_manual_holds_can_be_set_on_paper(slug):
    assert list(paper.flowables(help_pages()[slug].tokens, lambda link: ""))


@pytest.mark.parametrize("role", User.Role.values)
def test_the_page_of_a_booklet_leads_to_its_file(signed_in, role):
    shown = signed_in(role).get(reverse("manual:booklet", args=[role])).content.decode()
    assert reverse("manual:booklet_pdf", args=[role]) in shown


def test_a_picture_stands_on_its_page_and_in_the_booklet(signed_in, folder):
    client, address = signed_in("clerk"), reverse("manual:page", args=[GUIDE])
    assert "<img" not in client.get(address).content.decode()
    without = PdfDocument(booklet(client, "clerk"))
    Image.new("RGB", (420, 760), "green").save(folder / PICTURE)
    assert f'src="{reverse("manual:picture", args=[PICTURE])}"' in client.get(address).content.decode()
    assert client.get(reverse("manual:picture", args=[PICTURE])).getvalue() == (folder / PICTURE).read_bytes()
    assert pictures(PdfDocument(booklet(client, "clerk"))) == pictures(without) + 1


def pictures(document):
    return sum(1 for page in document for each in page.get_objects() if each.type == 3)


def test_a_picture_of_another_program_is_not_shown(signed_in, settings, tmp_path):
    """It may show what is there no more: a new program has none until somebody makes them."""
    settings.VAR_DIR = tmp_path
    other = tmp_path / "manual" / ("0" * len(edition()))
    other.mkdir(parents=True)
    for place in (other, other.parent):
        Image.new("RGB", (9, 9)).save(place / PICTURE)
    client = signed_in("clerk")
    assert "<img" not in client.get(reverse("manual:page", args=[GUIDE])).content.decode()
    assert client.get(reverse("manual:picture", args=[PICTURE])).status_code == 404


def test_a_changed_template_makes_another_edition(settings, tmp_path):
    before = edition.__wrapped__()
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("别的")
    first = edition.__wrapped__()
    (tmp_path / "templates" / "page.html").write_text("又改")
    assert len({before, first, edition.__wrapped__()}) == 3


def test_pictures_are_named_without_a_way_to_anywhere_else():
    for page in help_pages().values():
        assert all("/" not in name for name in markdown.pictures(page.tokens))
