"""The words under which the public finds somebody. They hold public entries only.

Source: credentials reference, section 6. Hiding somebody deletes rows here in the
same transaction; a word that nobody has any more is deleted too.
"""

from typing import ClassVar

from django.db import models

from register.models.entries import Entry


class Word(models.Model):
    """A folded word of a name; `n` is how many entries have it."""

    text = models.CharField(max_length=120, unique=True)
    n = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Variant(models.Model):
    """A key under which a word is met (`register.names.keys_of`): two spellings one slip apart share one."""

    text = models.CharField(max_length=120)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="variants")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["text", "word"], name="variant_once")]

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """This entry's name has this word."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="postings")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["word", "entry"], name="posting_once")]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.entry_id}"


class Pair(models.Model):
    """This entry's name has these two words.

    Whoever looks for "John Smith" is answered by one look at the pair, however many
    there are of either. `words` holds the keys of both words (`pair_of`).
    """

    words = models.BigIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="pairs")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["words", "entry"], name="pair_once")]

    def __str__(self) -> str:
        return f"{self.words} in {self.entry_id}"


def pair_of(one: int, other: int) -> int:
    """The keys of two words as one number, whichever comes first."""
    return min(one, other) << 32 | max(one, other)
