"""An upload beyond the limit is read to its end, kept nowhere, and refused with its size."""

import os
import time
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import RequestFactory

from core.files.uploads import LEFT_FOR, refuse_too_large, sweep
from tests.once import once

pytestmark = once


class Upload(forms.Form):
    name = forms.CharField()
    file = forms.FileField(validators=[refuse_too_large])


@pytest.fixture
def submitted(settings):
    settings.UPLOAD_LIMIT = 3 * 2**20
    requests = []

    def submit(size):
        file = SimpleUploadedFile("台账.xlsx", b"x" * size)
        requests.append(RequestFactory().post("/", {"file": file, "name": "甲"}))
        return Upload(requests[-1].POST, requests[-1].FILES)

    yield submit
    for request in requests:
        request.close()


@pytest.mark.parametrize("size", [10, 2**20, 3 * 2**20])
def test_a_file_up_to_the_limit_arrives_whole(submitted, size):
    form = submitted(size)
    assert form.is_valid()
    assert form.cleaned_data["file"].read() == b"x" * size


def test_a_larger_one_is_refused_in_words_and_the_other_fields_arrive(submitted):
    form = submitted(5 * 2**20)
    assert form.errors["file"] == ["文件有 5 兆，最多 3 兆：请删去多余的内容或分几个文件上传"]
    assert form.cleaned_data == {"name": "甲"}


def test_of_a_larger_one_no_more_than_the_limit_is_ever_kept(submitted, monkeypatch):
    written = []
    keep = TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        TemporaryFileUploadHandler,
        "receive_data_chunk",
        lambda self, data, start: written.append(len(data)) or keep(self, data, start),
    )
    submitted(20 * 2**20)
    assert sum(written) <= 3 * 2**20


def test_what_a_cut_off_upload_leaves_is_swept_and_what_still_arrives_is_not(submitted):
    arriving = Path(submitted(3 * 2**20).files["file"].temporary_file_path())
    left = arriving.with_name("left.upload")
    left.touch()
    assert sweep() == 0
    yesterday = time.time() - LEFT_FOR.total_seconds() - 60
    os.utime(left, (yesterday, yesterday))
    assert sweep() == 1
    assert (left.exists(), arriving.exists()) == (False, True)
