"""Files that nobody sends by accident: bombs, files that are two things at once, cut, bent and misnamed ones."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.pictures import exif, picture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
SCRIPT = b"<script>alert(document.domain)</script>"
HIDDEN = {
    "script": SCRIPT,
    "page": b"<!DOCTYPE html><html><body onload=alert(1)>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "php": b"<?php system($_GET['c']); ?>",
}


def files() -> Iterator[tuple[str, bytes]]:
    """(what it is, its content), each by another name."""
    yield from bombs()
    yield from mixed()
    yield from cut()
    yield from bent()
    yield from misnamed()
    yield from odd_data()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, data: bytes, *more: bytes, bits: int = 8, colour: int = 2) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """A million to one: what a bomb is made of."""
    packer, out = zlib.compressobj(9), []
    for _ in range(count // 1_000_000):
        out.append(packer.compress(bytes(1_000_000)))
    return b"".join(out) + packer.flush()


def bombs() -> Iterator[tuple[str, bytes]]:
    small = zeros(30_000_000)
    for width, height in ((6400, 6400), (20_000, 20_000), (65_535, 65_535), (2**31 - 1, 1), (1, 2**31 - 1), (0, 0)):
        yield f"png of {width} × {height}", png(width, height, small)
        yield f"gif of {width} × {height}", b"GIF89a" + struct.pack("<HH", width & 65535, height & 65535) + b"\x80\0\0" + bytes(6) + b",\0\0\0\0" + struct.pack("<HH", width & 65535, height & 65535) + b"\0\x02\x01D\0;"  # fmt: skip
    yield "png with deep colours", png(6000, 6000, zeros(200_000_000), bits=16, colour=6)
    for kind in (b"zTXt", b"iCCP"):
        yield (
            f"png with a bomb in {kind.decode()}",
            png(8, 8, zlib.compress(bytes(300)), chunk(kind, b"a\0\0" + zeros(100_000_000))),
        )
    yield (
        "png with a long text",
        png(8, 8, zlib.compress(bytes(300)), chunk(b"iTXt", b"a\0\1\0\0\0" + zeros(100_000_000))),
    )
    jpeg = bytearray(picture("JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    yield "jpeg of 65535 × 65535", bytes(jpeg)
    yield "webp of 16384 × 16384", b"RIFF\x16\0\0\0WEBPVP8X\n\0\0\0\x10\0\0\0\xff\x3f\0\xff\x3f\0"
    yield (
        "gif of a thousand pictures",
        b"GIF89a\x10\0\x10\0\x80\0\0" + bytes(6) + b",\0\0\0\0\x10\0\x10\0\0\x02\x01D\0" * 1000 + b";",
    )
    yield "tiff without end", b"II*\0\x08\0\0\0" + struct.pack("<HHHLLL", 1, 0x100, 4, 1, 2**32 - 1, 8)
    yield "bmp of 100000 × 100000", b"BM" + struct.pack("<LHHL", 54, 0, 0, 54) + struct.pack("<LllHHLLllLL", 40, 100_000, 100_000, 1, 24, 0, 0, 0, 0, 0, 0)  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../etc/passwd", bytes(10_000_000))
    yield "zip bomb that climbs", out.getvalue()


def mixed() -> Iterator[tuple[str, bytes]]:
    for format_ in FORMATS:
        for name, hidden in HIDDEN.items():
            yield f"{format_} with a {name} behind", picture(format_) + hidden
            yield f"{format_} with a {name} before", hidden + picture(format_)
    for name, hidden in HIDDEN.items():
        yield f"jpeg with a {name} as a comment", picture("JPEG", comment=hidden)
        yield (
            f"png with a {name} as a text",
            png(8, 8, zlib.compress(bytes(8 * 25)), chunk(b"tEXt", b"Comment\0" + hidden)),
        )
        yield f"gif with a {name} as a comment", picture("GIF", mode="P", comment=hidden)
    yield "gif that is a script", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//" + SCRIPT
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("page.html", SCRIPT)
    for format_ in FORMATS:
        yield f"{format_} that is an archive", picture(format_) + out.getvalue()


def cut() -> Iterator[tuple[str, bytes]]:
    for format_ in FORMATS:
        whole = picture(format_, exif=exif().tobytes()) if format_ != "GIF" else picture(format_)
        for share in (0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
            yield f"{format_} cut at {share}", whole[: int(len(whole) * share)]


def bent() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(4711)
    for format_ in FORMATS:
        whole = picture(format_, exif=exif().tobytes()) if format_ != "GIF" else picture(format_)
        for number in range(12):
            content = bytearray(whole)
            for _ in range(2 + number * 3):
                content[chance.randrange(12, len(content))] = chance.randrange(256)
            yield f"{format_} bent {number}", bytes(content)


def misnamed() -> Iterator[tuple[str, bytes]]:
    yield from HIDDEN.items()
    yield (
        "xml that asks elsewhere",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><svg>&b;</svg>',
    )
    yield "shell", b"#!/bin/sh\ncurl http://localhost\n"
    yield "windows program", b"MZ" + bytes(500)
    yield "linux program", b"\x7fELF\x02\x01\x01" + bytes(500)
    yield "flash", b"FWS\x05" + bytes(100)
    yield "rar", b"Rar!\x1a\x07\x00" + bytes(100)
    yield "postscript", b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file"
    yield "icon", b"\0\0\x01\0\x01\0" + bytes(40)
    yield "nothing but zeros", bytes(100_000)
    yield "noise", random.Random(1).randbytes(100_000)
    yield "picture of an old mac", b"\0" * 512 + b"\0\x11\x02\xff" + bytes(500)
    yield "playlist that asks elsewhere", b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nhttp://169.254.169.254/latest\n"
    yield "mvg", b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/)'\npop graphic-context"


def odd_data() -> Iterator[tuple[str, bytes]]:
    """Pictures whose data lead nowhere, round in a circle, or far away; all of them tell a place."""
    chance = random.Random(42)
    plain = exif().tobytes()
    for number in range(20):
        data = bytearray(plain)
        for _ in range(1 + number):
            data[chance.randrange(6, len(data))] = chance.randrange(256)
        yield f"jpeg with bent data {number}", picture("JPEG", exif=bytes(data))
    circle = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHLLL", 1, 0x8769, 4, 1, 8, 8)
    yield "jpeg with data in a circle", picture("JPEG", exif=circle)
    yield "jpeg with much data", picture("JPEG", exif=plain + b"A" * (60_000))
