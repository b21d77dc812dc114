"""Where files lie, and what is swept away."""

import os
import time

from app.actor import Role
from app.documents import actions, storage
from tests.documents.files import a_pdf


def test_a_file_lies_under_the_sum_of_its_content_and_nothing_half_written_is_left(tmp_path):
    digest = storage.keep(tmp_path, b"innehall")
    assert storage.keep(tmp_path, b"innehall") == digest
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest]
    assert storage.path_of(tmp_path, digest).read_bytes() == b"innehall"


def test_files_that_no_document_has_are_swept_away_after_a_day(db, given, tmp_path):
    actor = given.actor(Role.company_rep)
    kept = actions.take_in(db, actor, tmp_path, "kvar.pdf", a_pdf())
    gone = storage.keep(tmp_path, a_pdf(text=b"ingen har den"))
    fresh = storage.keep(tmp_path, a_pdf(text=b"laddas upp just nu"))
    long_ago = time.time() - 2 * 24 * 3600
    for digest in (kept.sha256, gone):
        os.utime(storage.path_of(tmp_path, digest), (long_ago, long_ago))

    assert actions.sweep(db, tmp_path) == 1

    assert storage.path_of(tmp_path, kept.sha256).exists()
    assert storage.path_of(tmp_path, fresh).exists()
    assert not storage.path_of(tmp_path, gone).exists()
