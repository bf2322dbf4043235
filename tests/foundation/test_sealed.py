import os

import pytest

from foundation import sealed


def test_words_come_back_and_do_not_show():
    value = sealed.seal("A quiet sentence, ŵ", place="note")
    assert "quiet" not in value
    assert sealed.open_sealed(value, place="note") == "A quiet sentence, ŵ"


def test_a_value_cannot_be_moved_altered_or_opened_with_another_key():
    value = sealed.seal("words", place="note")
    with pytest.raises(sealed.CannotOpen):
        sealed.open_sealed(value, place="outbox.body")
    key_id, nonce, body = value.split(".")
    with pytest.raises(sealed.CannotOpen):
        sealed.open_sealed(f"{key_id}.{nonce}.{body[:-2]}AA", place="note")
    with pytest.raises(sealed.CannotOpen):
        sealed.open_sealed(f"other.{nonce}.{body}", place="note")
    with pytest.raises(sealed.CannotOpen):
        sealed.open_sealed("nonsense", place="note")
    one = sealed.seal_with(os.urandom(32), "words", place="note")
    with pytest.raises(sealed.CannotOpen):
        sealed.open_with(os.urandom(32), one, place="note")


def test_an_older_key_still_opens(settings):
    value = sealed.seal("words", place="note")
    settings.SEALING_KEYS = {"new": os.urandom(32), **settings.SEALING_KEYS}
    assert sealed.open_sealed(value, place="note") == "words"
    assert sealed.seal("words", place="note").startswith("new.")


def test_the_same_words_are_sealed_differently_each_time():
    assert sealed.seal("words", place="note") != sealed.seal("words", place="note")


def test_a_lookup_digest_depends_on_its_purpose():
    assert sealed.lookup_digest("x", purpose="a") != sealed.lookup_digest("x", purpose="b")
    assert sealed.lookup_digest("x", purpose="a") == sealed.lookup_digest("x", purpose="a")
