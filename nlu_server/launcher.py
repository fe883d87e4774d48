"""Start Rasa's own command line quickly, and never outlive the app.

`skops` walks every loaded module when it is first imported; once TensorFlow is loaded that takes
10 to 30 seconds, before it a fraction of one. So it comes first.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the kernel end this process when the one that started it is gone (Linux)."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    expected = os.environ.get("TIPLINE_PARENT")
    if expected and os.getppid() != int(expected):
        sys.exit("the process that started this one is gone")


if __name__ == "__main__":
    die_with_parent()
    import skops.io  # noqa: F401  before TensorFlow, see above
    from rasa.__main__ import main

    main()
