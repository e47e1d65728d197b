"""Names sort and are found by pinyin, surnames read as surnames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from core.personal_data.pinyin import SURNAMES, initials, sort_key
from tests.once import once

pytestmark = once


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("曾小军", "zeng xiao jun", "zxj"),
        ("单雄信", "shan xiong xin", "sxx"),
        ("银未", "yin wei", "yw"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("欧阳修", "ou yang xiu", "oyx"),
        ("小曾", "xiao ceng", "xc"),
        ("曾", "ceng", "c"),
        ("唐 肖娟", "tang xiao juan", "txj"),
        ("买买提·艾力", "mai mai ti ai li", "mmtal"),
        ("Anna Li", "a n n a l i", "annali"),
        ("", "", ""),
    ],
)
def test_a_name_is_spelt_as_it_is_said(name, key, letters):
    assert (sort_key(name), initials(name)) == (key, letters)


def test_every_surname_on_the_list_is_read_otherwise_elsewhere():
    assert [surname for surname, said in SURNAMES.items() if said == " ".join(map(_alone, surname))] == []


def _alone(character):
    return lazy_pinyin(character)[0]


def test_every_surname_on_the_list_has_a_syllable_a_character():
    assert all(len(surname) == len(said.split()) for surname, said in SURNAMES.items())


@given(st.text(max_size=60))
def test_any_text_has_keys_that_fit_their_columns(text):
    assert len(sort_key(text)) <= 100
    assert len(initials(text)) <= 40
