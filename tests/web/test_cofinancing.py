"""Who co-finances is asked seldom, and never by a page that has a connection already."""

from app.web.cofinancing import Cofinancing

LINES = {"sv": ("Med stöd av Region Örebro län",), "en": ("Supported by Region Örebro län",)}


class Nobody:
    """A session that must not be opened."""

    def __enter__(self):
        raise AssertionError("a second connection was asked for")

    def __exit__(self, *_):
        pass


def test_after_a_change_the_next_page_asks_and_the_one_being_written_says_what_was_said_last():
    cofinancing = Cofinancing(lambda _: LINES, Nobody)
    assert cofinancing.is_old
    cofinancing.ask(None)
    assert not cofinancing.is_old
    cofinancing.forget()
    assert cofinancing.is_old
    assert cofinancing.lines() == LINES
