"""A tall picture -> its lines of text. Runs rapidocr in this process, or the program tesseract."""

import csv
import io
import os
import shutil
import subprocess
import threading
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from live.errors import LiveError, MissingError
from live.lmm.readers.lines import Line

if TYPE_CHECKING:
    from live.lmm.readers.screens import Pixels

BAND = 960
OVERLAP = 96
"""A picture is read in bands, px high, that share some rows: memory grows with the area read."""
THREADS = 1
"""Of one reading: two pages side by side take 3.4 CPU-s each, one page with two threads 4.5."""
TESSERACT_SECONDS = 120


class RapidOCR:
    """Reads with the models that the package rapidocr carries; each thread loads its own."""

    def __init__(self) -> None:
        for package in ("rapidocr", "onnxruntime"):
            if find_spec(package) is None:
                raise MissingError(
                    f"embedded/ocr-reader needs {package}. Run: pip install {package}"
                )
        self._mine = threading.local()

    @property
    def revision(self) -> str:
        """What reads: package and version."""
        return f"rapidocr {version('rapidocr')}"

    def read(self, page: "Pixels") -> list[Line]:
        """Reads all lines of an RGB picture, top to bottom."""
        import numpy as np

        if not hasattr(self._mine, "engine"):
            self._mine.engine = _engine()
        lines: list[Line] = []
        for top in _bands(len(page)):
            band = np.ascontiguousarray(page[top : top + BAND, :, ::-1])
            found = [_moved(line, top) for line in self._lines(band)]
            lines = _joined(lines, found, top)
        return sorted(lines, key=lambda line: (line.y, line.x))

    def _lines(self, band: "Pixels") -> list[Line]:
        result = self._mine.engine(band)
        if result.txts is None or result.boxes is None:
            return []
        lines = []
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
            left, top = box[:, 0].min(), box[:, 1].min()
            right, bottom = box[:, 0].max(), box[:, 1].max()
            lines.append(_line(text, left, top, right - left, bottom - top, score))
        return lines


class Tesseract:
    """Reads with the program `tesseract`, in English and German where it has them."""

    def __init__(self) -> None:
        program = shutil.which("tesseract")
        if program is None:
            raise MissingError(
                "embedded/ocr-tesseract needs the program tesseract, which is not on the PATH. "
                "Run: apt-get install tesseract-ocr"
            )
        self._program = program

    @property
    def revision(self) -> str:
        """What reads: program and version, as `tesseract 5.3.0`."""
        return self._run(["--version"]).decode().splitlines()[0]

    def read(self, page: "Pixels") -> list[Line]:
        """Reads all lines of an RGB picture, top to bottom.

        Raises LiveError where the program fails, subprocess.TimeoutExpired where it hangs.
        """
        from PIL import Image

        png = io.BytesIO()
        Image.fromarray(page).save(png, "PNG", compress_level=1)
        known = self._run(["--list-langs"]).decode().split()
        languages = "+".join(code for code in ("eng", "deu") if code in known)
        asked = ["-", "-", "-l", languages, "--psm", "11", "-c", "thresholding_method=2", "tsv"]
        return lines_of_tsv(self._run(asked, png.getvalue()).decode())

    def _run(self, arguments: list[str], given: bytes = b"") -> bytes:
        ended = subprocess.run(
            [self._program, *arguments],
            input=given,
            capture_output=True,
            timeout=TESSERACT_SECONDS,
            env=os.environ | {"OMP_THREAD_LIMIT": str(THREADS)},
        )
        if ended.returncode:
            said = ended.stderr.decode(errors="replace").strip().splitlines()
            raise LiveError(
                f"tesseract ended with {ended.returncode}: {' '.join(said[-1:])}. "
                "See whether `tesseract --list-langs` works."
            )
        return ended.stdout


def lines_of_tsv(tsv: str) -> list[Line]:
    """Joins tesseract's words to lines; a wide gap parts two cells of a table."""
    rows: dict[tuple[str, ...], list[Line]] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not row["text"].strip() or float(row["conf"]) < 20:
            continue
        place = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
        x, y, w, h, sure = (float(row[k]) for k in ("left", "top", "width", "height", "conf"))
        rows.setdefault(place, []).append(_line(row["text"], x, y, w, h, sure / 100))
    lines = []
    for words in rows.values():
        height = sorted(word.h for word in words)[len(words) // 2]
        for run in _runs(words, 1.3 * height):
            lines.append(_spanned(run))
    return sorted(lines, key=lambda line: (line.y, line.x))


def _runs(words: list[Line], gap: float) -> list[list[Line]]:
    runs = [[words[0]]]
    for word in words[1:]:
        if word.x - runs[-1][-1].right > gap:
            runs.append([])
        runs[-1].append(word)
    return runs


def _spanned(words: list[Line]) -> Line:
    left, top = min(w.x for w in words), min(w.y for w in words)
    right, bottom = max(w.right for w in words), max(w.bottom for w in words)
    score = sum(w.score for w in words) / len(words)
    return _line(" ".join(w.text for w in words), left, top, right - left, bottom - top, score)


def _engine() -> Any:
    from rapidocr import RapidOCR as Engine

    # With use_cls on, lines come out garbled. Batches of one are faster on a
    # CPU than padded ones. Without limit_side_len, a band that is not high is blown up first.
    return Engine(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.max_side_len": 4000,
            "Det.limit_side_len": 32,
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _bands(height: int) -> list[int]:
    """The tops of the bands; the last one is not a sliver."""
    if height <= BAND + OVERLAP:
        return [0]
    return list(range(0, height - OVERLAP, BAND - OVERLAP))


def _joined(above: list[Line], below: list[Line], top: int) -> list[Line]:
    """Joins two bands at the middle of the rows that they share, where neither cuts a line."""
    if not above:
        return below
    seam = top + OVERLAP / 2
    kept = [line for line in above if line.middle < seam]
    return kept + [line for line in below if line.middle >= seam]


def _moved(line: Line, down: int) -> Line:
    return line._replace(y=line.y + down)


def _line(text: str, x: float, y: float, w: float, h: float, score: float) -> Line:
    words = " ".join(text.split())
    return Line(words, round(x), round(y), round(w), round(h), round(float(score), 2))
