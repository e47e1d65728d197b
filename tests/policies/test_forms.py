"""What is typed into a form is kept until it has arrived, and what is wrong with it is said by one component."""

import re

from tests.once import once
from tests.policies.test_sizes import TEMPLATES, text

pytestmark = once

POSTED = re.compile(r'<form\b[^>]*method="post"(?:[^>{]|{[^}]*}}?|{%.*?%})*>.*?</form>', re.DOTALL)
TYPED = re.compile(r'components/fields\.html|type="checkbox"|<textarea')
#: Passwords are not kept, nor chosen files, and what is only looked for is soon typed again.
NOT_KEPT = {
    "templates/accounts/first_password.html",
    "templates/accounts/password.html",
    "templates/administration/reference.html",
    "templates/labor/people/merge_find.html",
}
#: Nobody is signed in yet to whom a draft could belong; each step is saved by itself.
SETUP = "templates/setup/"


def typed_forms():
    """Forms that somebody fills in, each with the template that it stands in."""
    return [(path, form[0]) for path in TEMPLATES for form in POSTED.finditer(text(path)) if TYPED.search(form[0])]


def test_every_form_that_is_filled_in_keeps_a_draft():
    assert len(typed_forms()) > 8
    lost = {path for path, form in typed_forms() if "data-draft=" not in form}
    assert {path for path in lost if not path.startswith(SETUP)} == NOT_KEPT


def test_no_page_says_in_words_of_its_own_what_is_wrong_with_a_form():
    by_hand = re.compile(r"for \w+ in [\w.]*errors")
    assert [path for path in TEMPLATES if by_hand.search(text(path))] == []
