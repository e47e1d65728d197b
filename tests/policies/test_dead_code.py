"""Nothing is kept that only a test uses: what the product does not mention goes, and comes back when it is wanted."""

import ast
import re

from tests.once import once
from tests.policies.test_sizes import MODULES, TEMPLATES, text

pytestmark = once

WORD = re.compile(r"[A-Za-z_]\w*")
#: Any other decorator hands the function over to whoever calls it: a register, a signal, a URL, a template.
PLAIN = {"property", "cached_property", "classmethod", "staticmethod", "contextmanager"}
#: What nobody calls by name, and who calls it.
CALLED_BY = {
    "Django's apps": {"AppConfig"},
    "Django's backends of accounts": {"get_all_permissions"},
    "Django's commands": {"add_arguments", "handle"},
    "Django's database functions": {"as_sqlite", "as_postgresql"},
    "Django's fields": {"from_db_value", "value_to_string", "prepare_value", "unique_error_message"},
    "Django's passwords": {"get_error_message"},
    "Django's sessions": {"get_session_auth_hash", "get_session_auth_fallback_hash"},
    "Django's uploads": {"receive_data_chunk", "file_complete"},
    "Django's middleware": {"process_exception", "process_response", "process_view"},
    "Django's widgets": {"value_from_datadict", "value_omitted_from_data"},
    "Django's views": {"get_form_class", "get_redirect_url", "get_success_url"},
    "gunicorn": {"child_exit"},
    "reportlab": {"afterFlowable"},
    "the command account, by the word typed": {"_stop", "_resume", "_reset", "_unlock", "_signout"},
}
#: The town of the tests.
ONE_OF_EVERYTHING = {f"fictional/{name}.py" for name in ("one_of_everything", "earlier", "posts", "spot_checks")}
CALLED = set().union(*CALLED_BY.values())


def decorated(node):
    return any(getattr(each, "id", getattr(each, "attr", "")) not in PLAIN for each in node.decorator_list)


def is_called_from_outside(node):
    bases = {getattr(base, "id", "") for base in getattr(node, "bases", ())}
    return node.name in CALLED or bool(bases & CALLED) or bool(re.match(r"__|clean_", node.name)) or decorated(node)


def defined(tree):
    """The functions and classes that somebody has to name for them to be of any use."""
    kinds = ast.FunctionDef | ast.ClassDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds) and not is_called_from_outside(node)]


def mentioned(tree):
    """Every word that names something: in code, and in strings that are not docstrings."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute | ast.keyword):
            yield getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None) or ""
        elif isinstance(node, ast.alias):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from WORD.findall(node.value)


def unused(trees, pages=()):
    words = {word for tree in trees.values() for word in mentioned(tree)}
    words |= {word for page in pages for word in WORD.findall(page)}
    return [(path, node.name) for path, tree in trees.items() for node in defined(tree) if node.name not in words]


def test_whatever_is_defined_is_used():
    product = [path for path in MODULES if path not in ONE_OF_EVERYTHING]
    assert unused({path: ast.parse(text(path)) for path in product}, [text(path) for path in TEMPLATES]) == []


def test_what_only_its_own_docstring_mentions_is_found():
    code = 'class Rows:\n    def kept(self):\n        ""\n\n    def lost(self):\n        "lost"\n\n\nRows().kept()\n'
    assert unused({"rows.py": ast.parse(code)}) == [("rows.py", "lost")]
