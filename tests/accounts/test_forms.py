"""What the forms of an account say, and that they say it for themselves alone."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.forms import ask_for_address


def refusal(field):
    try:
        field.clean("nobody at home")
    except ValidationError as error:
        return error.messages
    return []


def test_an_address_is_asked_for_in_our_words_and_no_other_field_of_the_process_is_reworded():
    before = str(validate_email.message)
    field = forms.EmailField()
    ask_for_address(field)
    assert refusal(field) == ["Write an email address, such as name@example.org."]
    assert refusal(forms.EmailField()) == [before]
    assert str(validate_email.message) == before
