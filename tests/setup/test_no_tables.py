"""An address of a program whose database is empty, or gone: a page says what to do, and no trace of the program."""

from tests.databases import empty_database, finish, start

#: Asks as a browser does; nothing was migrated, and no styles were collected.
ASKING = """
import django
django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"}, raise_request_exception=False)
for address in ("/", "/people/", "/accounts/login/", "/setup/", "/healthz"):
    answer = client.get(address)
    print("ANSWER", address, answer.status_code, "manage.py bootstrap" in answer.content.decode())
"""


def test_a_database_without_tables_is_told_on_every_page(tmp_path, db):
    with empty_database(tmp_path) as environment:
        status, printed = finish(start("-c", ASKING, VAR_DIR=str(tmp_path), **environment))
    assert status == 0, printed
    answers = [line.split()[1:] for line in printed.splitlines() if line.startswith("ANSWER")]
    pages = ("/", "/people/", "/accounts/login/", "/setup/", "/healthz")
    assert answers == [[address, "503", "True"] for address in pages]
