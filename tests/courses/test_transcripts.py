"""A transcript with times is read as lines; one without stays as it is."""

from courses.transcripts import Line, lines


def test_times_speakers_and_sounds():
    text = "0:00 A kettle, a cup put down.\n\n[0:06] Advocate: There are three ways.\n1:02:03 Actor: Next week: then."
    assert lines(text) == [
        Line("A kettle, a cup put down.", 0, "0:00"),
        Line("There are three ways.", 6, "0:06", "Advocate"),
        Line("Next week: then.", 3723, "1:02:03", "Actor"),
    ]


def test_plain_words_stay_as_they_are():
    text = "A low tone. Nobody speaks.\nNote: there is no voice.\n"
    assert lines(text) == [Line("A low tone. Nobody speaks."), Line("Note: there is no voice.")]
    assert lines("") == []
