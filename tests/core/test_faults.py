"""What is wrong with a form is said once, names the field, and leads to it."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from core.pages.faults import faults_of, words_of
from labor.models import Employment


class Asked(forms.Form):
    started_on = forms.DateField(label="开始日期")
    wage = forms.DecimalField(label="月收入", max_digits=6, decimal_places=2, min_value=0)
    people = forms.IntegerField(label="人数", max_value=10, required=False)
    channel = forms.ChoiceField(label="就业渠道", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=3, required=False)
    file = forms.FileField(label="文件")
    own = forms.CharField(label="原因", error_messages={"required": "请写明原因"})


def told(**data):
    form = Asked(data, {"file": SimpleUploadedFile("空.txt", b"")} if data else {})
    return [words for field in form for words in words_of(field)]


def test_each_message_names_its_field_except_where_we_have_words_of_our_own():
    assert told() == ["“开始日期”没有填", "“月收入”没有填", "“就业渠道”没有选", "“文件”没有选文件", "请写明原因"]
    wrong = {"started_on": "昨天", "wage": "三千", "people": "11", "channel": "c", "note": "太长的话", "own": "x"}
    assert told(**wrong) == [
        "“开始日期”不是日期，请写成 2023-05-20 的样子",
        "“月收入”须是数字",
        "“人数”不能大于10",
        "“就业渠道”不在可选的范围内，请重新选择",
        "“说明”太长，最多3个字",
        "“文件”是空文件",
    ]
    for wage, words in (("1.234", "最多2位小数"), ("-1", "不能小于0"), ("12345", "位数太多")):
        assert told(**{**wrong, "wage": wage})[1] == f"“月收入”{words}"


def test_the_summary_names_places_and_repeats_no_message():
    form = Asked({"note": "x"})
    found = faults_of(form)
    assert found.said == []
    assert [place.label for place in found.places] == ["开始日期", "月收入", "就业渠道", "文件", "原因"]
    html = render_to_string("components/fields.html", {"form": form})
    for place in found.places:
        assert f'href="#{place.anchor}"' in html
        assert f'id="{place.anchor}"' in html
    assert html.count("“开始日期”没有填") == 1
    assert html.count('role="alert"') == 1
    assert 'aria-describedby="id_started_on_error"' in html
    assert 'id="id_started_on_error"' in html
    assert html.count("aria-invalid") >= len(found.places)


def test_a_fault_without_a_place_is_said_above():
    form = Asked({})
    form.full_clean()
    form.add_error(None, "两处对不上")
    form.add_error(None, "两处对不上")
    assert faults_of(form).said == ["两处对不上"]


@pytest.mark.parametrize("data", [{}, {"started_on": "2023-13-45"}, {"employer": "长" * 101, "started_on": ""}])
def test_no_field_of_a_record_is_blamed_twice(signed_in, small_town, data):
    person = small_town.person
    answer = signed_in("staff").post(reverse(Employment.route("add"), args=[person.public_id]), data)
    form = answer.context["form"]
    assert form.errors
    assert {name: list(errors) for name, errors in form.errors.items() if len(errors) > 1} == {}
    blank = [field for field in form if field.errors.as_data() and field.errors.as_data()[0].code == "required"]
    assert all(words_of(field)[0].startswith(f"“{field.label}”没有") for field in blank)
