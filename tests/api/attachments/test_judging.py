from __future__ import annotations

import io
import zipfile

import pytest

from api.attachments.judging import judge
from api.attachments.models import Kind
from tests.pictures import exif, picture


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("format_", "content_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/gif"),
     ("HEIF", "image/heic"), ("AVIF", "image/avif")],
)  # fmt: skip
def test_pictures_are_known_by_their_content_and_may_be_copied(format_: str, content_type: str) -> None:
    content = picture(format_)
    judged = judge(content, content)
    assert (judged.content_type, judged.kind, judged.may_be_copied) == (content_type, Kind.PICTURE, True)


@pytest.mark.parametrize(
    ("head", "content_type", "kind"),
    [
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(300), "video/mp4", Kind.FILM),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(300), "video/quicktime", Kind.FILM),
        (b"OggS" + bytes(300), "audio/ogg", Kind.SOUND),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + bytes(300), "audio/mp4", Kind.SOUND),
        (b"%PDF-1.7\n" + bytes(300), "application/pdf", Kind.DOCUMENT),
    ],
)
def test_film_sound_and_documents_are_known_and_never_copied(head: bytes, content_type: str, kind: Kind) -> None:
    judged = judge(head, head)
    assert (judged.content_type, judged.kind, judged.may_be_copied) == (content_type, kind, False)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"  <!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf<html></html>",
        b"#!/bin/sh\nrm -rf /",
        b"MZ\x90\0" + bytes(100),
        b"\x7fELF" + bytes(100),
        b"@echo off",
        b"{\\rtf1 hej}",
        b"",
        b"hej",
        bytes(5000),
        zipped(a="b"),
    ],
)
def test_scripts_pages_and_programs_are_nothing_that_is_taken(content: bytes) -> None:
    judged = judge(content, content)
    assert judged.kind is None
    assert not judged.may_be_copied


@pytest.mark.parametrize(
    "hidden",
    [b"<script>alert(1)</script>", b"<HTML><body onload=x>", b"%PDF-1.4\n", b"<?php system($_GET[0]);", zipped(a="b")],
)
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_that_is_something_else_besides_is_never_copied(format_: str, hidden: bytes) -> None:
    content = picture(format_) + hidden
    assert not judge(content, content).may_be_copied


def test_a_film_behind_a_picture_is_what_phones_make() -> None:
    content = picture("JPEG", exif=exif()) + b"\0\0\0\x18ftypmp42" + bytes(1000)
    assert judge(content, content).may_be_copied
