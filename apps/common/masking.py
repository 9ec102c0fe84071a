"""Takes people out of what is logged: addresses, numbers, ids, and values that databases quote.

Every line goes through here after it was put together, so that it makes no difference how a text
came into it: as an argument, in an exception, or in a traceback.
"""

import logging
import re
import threading
from typing import Any

HIDDEN = "[hidden]"
# Fields whose values are of people, as JSON, Python and queries write them.
KEYS = (
    "email|e_mail|phone|user_?id|anonymous_?id|previous_?id|group_?id|external_?ids?|address|"
    "addresses|payload|traits|properties|context|identifiers?|username|message_?id"
)
ASKED = "search|q|identifier|user|email|phone|address|name|value|next|text"

# An address that leads nowhere may have been made with anything.
_NOWHERE = re.compile(r"(\b(?:Not Found|Bad Request|Gone): /[^/\s?]*)\S*")

_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*", re.UNICODE)
_NUMBER = re.compile(r"(?<![\w.:-])(?:\+|00)\d[\d ()/.-]{5,18}\d(?![\w:])")
_QUERY = re.compile(rf"([?&](?:{ASKED})=)[^&\s\"'<>]+", re.IGNORECASE)
# PostgreSQL quotes rows and keys, and the statement with its values.
_DETAIL = re.compile(
    r"(\bDETAIL:)[^\n]*|(\bKey \([^)\n]*\)=)\([^\n]*\)|(\bFailing row contains)[^\n]*"
)
_INPUT = re.compile(r"(invalid input [^:\n]*: )[^\n]*|(\bLINE \d+:)[^\n]*|(\bToken )\"[^\n]*\" is")
_DUPLICATE = re.compile(r"(Duplicated key )\[[^\n]*?\](?= )")
_KEY = re.compile(
    rf"""(?P<start>['"]?\b(?:{KEYS})\b['"]?\s*(?:=>|[:=])\s*)(?P<value>[\[{{(]|{_QUOTED}|[^\s,;&)\]}}]+)""",
    re.IGNORECASE,
)
_CLOSES = {"[": "]", "{": "}", "(": ")"}


def masked(text: str) -> str:
    """The text without what is of people."""
    text = _DETAIL.sub(lambda m: f"{m[1] or m[2] or m[3]} {HIDDEN}", text)
    text = _INPUT.sub(lambda m: f"{m[1] or m[2] or m[3]}{HIDDEN}", text)
    text = _DUPLICATE.sub(rf"\1{HIDDEN}", text)
    text = _NOWHERE.sub(r"\1 …", text)
    text = _QUERY.sub(rf"\1{HIDDEN}", text)
    text = _without_values(text)
    text = _ADDRESS.sub(HIDDEN, text)
    return _NUMBER.sub(HIDDEN, text)


def _without_values(text: str) -> str:
    """Without what stands behind one of the known keys, however deep it is."""
    parts, at = [], 0
    for match in _KEY.finditer(text):
        if match.start() < at:
            continue
        value = match["value"]
        end = _end(text, match.start("value")) if value in _CLOSES else match.end()
        parts += [text[at : match.start()], match["start"], HIDDEN]
        at = end
    return "".join((*parts, text[at:]))


def _end(text: str, begin: int) -> int:
    """Behind the bracket that closes the one at `begin`; the end of the text where none does."""
    depth, quote, skip = 0, "", False
    for place in range(begin, len(text)):
        character = text[place]
        if skip:
            skip = False
        elif quote:
            skip, quote = character == "\\", "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in _CLOSES:
            depth += 1
        elif character in _CLOSES.values():
            depth -= 1
            if not depth:
                return place + 1
    return len(text)


def log_what_a_thread_raises() -> None:
    """Through the log like everything else; by itself Python writes it out as it is."""
    threading.excepthook = _log_thread


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        name = args.thread.name if args.thread else "?"
        found = (args.exc_type, args.exc_value, args.exc_traceback)
        logging.getLogger("threads").error("the thread %s ended", name, exc_info=found)


class Masking(logging.Formatter):
    """Formats a record, tracebacks included, and then takes people out of it."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def configured(level: str) -> dict[str, Any]:
    """The logging configuration of every process: one line a record on standard error, masked."""
    line = "%(asctime)s %(levelname)s %(name)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "apps.common.masking.Masking", "format": line}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        # Loggers that would write by themselves, beside what the root does.
        "loggers": {
            name: {"handlers": [], "propagate": True}
            for name in ("django", "django.server", "_granian", "granian.access", "celery", "axes")
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
