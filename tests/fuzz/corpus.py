#!/usr/bin/env python3
"""Keeps a fuzzer's inputs as one text file, a line of base64 each: `corpus.py unpack FILE FOLDER`, `corpus.py pack FOLDER FILE`."""
import base64
import hashlib
import pathlib
import sys


def unpack(file, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for line in file.read_text().split():
        content = base64.b64decode(line)
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)


def pack(folder, file):
    inputs = sorted({path.read_bytes() for path in folder.iterdir()}, key=lambda content: (len(content), content))
    file.write_text("".join(base64.b64encode(content).decode() + "\n" for content in inputs))


if len(sys.argv) != 4 or sys.argv[1] not in ("pack", "unpack"):
    sys.exit(__doc__)
(pack if sys.argv[1] == "pack" else unpack)(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
