"""Runs in the packaged program before its own first line.

On Windows, platform.uname() asks WMI, which takes seconds or hangs where WMI is damaged; the system
call below answers the same at once. The readings of names are looked up character by character:
the dictionary of phrases is neither packed nor loaded.
"""

import os
import sys

os.environ["PYPINYIN_NO_PHRASES"] = "1"

if sys.platform == "win32":
    sys.modules["_wmi"] = None  # before platform is imported, which would keep the module
    import platform

    found = sys.getwindowsversion()
    platform._uname_cache = platform.uname_result(  # noqa: SLF001 - there is no other door
        "Windows",
        os.environ.get("COMPUTERNAME", ""),
        str(found.major),
        f"{found.major}.{found.minor}.{found.build}",
        os.environ.get("PROCESSOR_ARCHITECTURE", "AMD64"),
    )
