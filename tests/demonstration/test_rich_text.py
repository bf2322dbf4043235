"""Markdown becomes what Wagtail's editor itself would store."""

import pytest

from demonstration.rich_text import NotAllowedError, Stretch, plain_words, rich_text, stretches


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("## Head\n\nText", "<h2>Head</h2><p>Text</p>"),
        ("### Head", "<h3>Head</h3>"),
        ("- a\n- **b** c", "<ul><li>a</li><li><b>b</b> c</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ("one\ntwo", "<p>one two</p>"),
    ],
)
def test_features(markdown, html):
    assert rich_text(markdown) == html


def test_links_only_where_they_are_allowed_and_only_within_the_site():
    assert rich_text("[Ring](tel:999)", links=True) == '<p><a href="tel:999">Ring</a></p>'
    assert rich_text("[Read](/support/)", links=True) == '<p><a href="/support/">Read</a></p>'
    for address in ("https://example.org/", "mailto:a@example.org", "other/"):
        with pytest.raises(NotAllowedError):
            rich_text(f"[x]({address})", links=True)
    with pytest.raises(NotAllowedError):
        rich_text("[Read](/support/)")
    assert "<a" not in rich_text("[x](javascript:x)", links=True)


def test_words_are_counted_without_marks():
    assert plain_words("## A head\n\n- **one** two, three") == ["A", "head", "one", "two,", "three"]


def test_text_is_cut_at_its_headings():
    assert stretches("One.\n\n## A **head**\n\nTwo.\n\n- a\n\n### Small\n") == [
        Stretch("", "<p>One.</p>"),
        Stretch("h2", "A head"),
        Stretch("", "<p>Two.</p><ul><li>a</li></ul>"),
        Stretch("h3", "Small"),
    ]
    assert stretches("") == []
