"""The process that opens a picture: it may die of it, write nothing, and take no more than it is given.

`python -m api.attachments.child`: the picture comes in on standard input; out comes four bytes with the length of a
JSON object (`{"type", "taken"?, "latitude"?, "longitude"?}`), the object, and the copy. Anything else is a failure.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import signal
import sys

MOST_MEMORY = 420 * 1024 * 1024  # addresses; the largest picture that is allowed takes 290 MB of memory
MOST_SECONDS = 10
MOST_PIXELS = 40_000_000
MOST_AT_ONCE = 16_000_000
LARGEST_SIDE = 2000
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38


def confine() -> None:
    """Before a byte of the picture is read."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    library.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def confine_further() -> None:
    """After the libraries are loaded: no file, no child and no thread from here on."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def main() -> None:
    confine()
    import warnings

    import pillow_heif
    from PIL import Image, ImageFile, ImageOps

    from api.attachments import metadata

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.preinit()
    Image.init()
    confine_further()

    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        told = metadata.told_by(picture.getexif())
        picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a JPEG is decoded at the size that is needed
        picture.load()
        if picture.width * picture.height > MOST_AT_ONCE:
            # Made smaller well, a picture with an alpha channel is in memory twice; points left out cost nothing.
            picture.thumbnail((2 * LARGEST_SIDE, 2 * LARGEST_SIDE), Image.Resampling.NEAREST)
        picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
    # Pixels alone go over: whatever else the picture carried stays behind.
    plain = Image.new("RGB", upright.size, "white")
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        plain.paste(upright, mask=upright.getchannel("A"))
    else:
        plain.paste(upright.convert("RGB"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    head = json.dumps({"type": "image/jpeg", **told}).encode()
    sys.stdout.buffer.write(len(head).to_bytes(4, "big") + head + out.getvalue())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    # Whatever it dies of, nothing of the picture is said about it.
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  for the process's whole life
    try:
        main()
    except BaseException:  # noqa: BLE001
        os._exit(3)
    os._exit(0)
