"""Assembles an e-mail by hand: the standard library's policy costs ten times as much.

What is left to choose is little: plain text, HTML or both; 7bit where the text allows it, base64
where it doesn't. Header values are ASCII, one line, and come from here alone.
"""

import base64
import re
from collections.abc import Mapping
from email.header import Header
from html import unescape

LONGEST_LINE = 998
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_TAGS = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<[^>]*>", re.S | re.I)


def one_line(text: str) -> str:
    """The text with every run of white space or control characters as one space."""
    return _BREAKS.sub(" ", text).strip()


def header_value(text: str) -> str:
    """The text as a header carries it: one line, encoded where it isn't ASCII."""
    line = one_line(text)
    if line.isascii() and len(line) < 900:
        return line
    return Header(line, "utf-8", maxlinelen=75).encode(linesep="\r\n")


def text_of(html: str) -> str:
    """A plain text for people who don't read HTML."""
    return unescape(re.sub(r"\n\s*\n+", "\n\n", _TAGS.sub("", html))).strip()


def part(kind: str, text: str) -> str:
    """One body part with its own headers, lines ended by CRLF."""
    body = _LINE_ENDS.sub("\r\n", text)
    if body.isascii() and "\0" not in body and longest_line(body) <= LONGEST_LINE:
        encoding = "7bit"
    else:
        encoding = "base64"
        body = base64.encodebytes(body.encode("utf-8", "replace")).decode().replace("\n", "\r\n")
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n"
    )


def longest_line(body: str) -> int:
    return len(body) if len(body) <= LONGEST_LINE else max(map(len, body.split("\r\n")))


def message(headers: Mapping[str, str], text: str, html: str, boundary: str) -> bytes:
    """The whole message. Header values must be ready (see header_value); parts may be empty."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if not html:
        return f"{lines}MIME-Version: 1.0\r\n{part('plain', text)}".encode("ascii")
    plain = part("plain", text or text_of(html))
    return (
        f"{lines}MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\n{plain}--{boundary}\r\n{part('html', html)}--{boundary}--\r\n"
    ).encode("ascii")
