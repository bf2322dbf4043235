"""Codes, numbers, tokens and queries are in no log."""

import logging

import pytest
from django.test import Client

from config.access_log import QuietLogger, QuietPaths, quiet


@pytest.mark.parametrize(
    "path, logged",
    [
        ("/check/", "/check/"),
        ("/check/?q=Maryam+Ali", "/check/"),
        ("/check/7K3Q-XMC-9P2W/", "/check/…/"),
        ("/cy/check/7K3Q-XMC-9P2W/", "/cy/check/…/"),
        ("/c/7K3QXMC9P2W", "/c/…"),
        ("/C/7K3QXMC9P2W", "/C/…"),
        ("/certificates/7K3Q-XMC/", "/certificates/…/"),
        ("/certificates/7K3Q-XMC.pdf", "/certificates/…"),
        ("/register/IMSA-7K3Q-XMC/", "/register/…/"),
        ("/invitations/a-long-token/", "/invitations/…/"),
        ("/account/password/reset/key/1-abc-def/", "/account/password/reset/key/…/"),
        ("/cy/account/confirm-email/Mg:1abc:def/", "/cy/account/confirm-email/…/"),
        ("/home/messages/abc/?page=2", "/home/messages/abc/"),
        ("/programme/check/7K3Q/", "/programme/check/7K3Q/"),
    ],
)
def test_quiet(path, logged):
    assert quiet(path) == logged


def test_the_access_log_of_the_web_process():
    class Asked:
        headers = [("REFERER", "/check/7K3Q-XMC/"), ("USER-AGENT", "Browser")]

    class Answered:
        status = "200 OK"
        sent = 10
        headers = []

    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/check/7K3Q-XMC/?name=Ali",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": "/check/7K3Q-XMC/",
        "QUERY_STRING": "name=Ali",
        "HTTP_REFERER": "https://imsa.example/check/7K3Q-XMC/",
    }
    import datetime as dt

    from gunicorn.config import Config

    logger = QuietLogger(Config())
    line = logger.cfg.access_log_format % {
        **logger.atoms(Answered(), Asked(), environ, dt.timedelta(seconds=1)),
    }
    assert "/check/…/" in line
    assert "7K3Q" not in line
    assert "Ali" not in line


@pytest.mark.django_db
def test_what_django_says_of_a_page_that_is_not_there(caplog, settings):
    caplog.handler.addFilter(QuietPaths())
    Client().get("/certificates/7K3Q-XMC-9P2W/no-such-page/?name=Ali")
    lines = [record.getMessage() for record in caplog.records]
    assert lines
    assert "7K3Q" not in str(lines)


def test_every_handler_is_quiet(settings):
    for handler in settings.LOGGING["handlers"].values():
        assert "quiet" in handler["filters"]


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "", 1, "sent %d of %d", (1, 2), None)
    assert QuietPaths().filter(record)
    assert (record.msg, record.args) == ("sent %d of %d", (1, 2))
