"""`mmdesk bench text`: how many drawn words are read, how long a picture takes, and the memory of it."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mmdesk.benchmark.memory import PeakMemory
from mmdesk.benchmark.rendered_words import SIZES, WordSheet, word_sheet
from mmdesk.benchmark.report import BenchReport, MachineFacts, Result
from mmdesk.library.reading.text_reader import TextReader
from mmdesk.tasks.texts_of_files import refuse_without_reader


def bench_text(heights: tuple[int, ...] = SIZES) -> BenchReport:
    """Read sheets of words in letters of these heights, as photos are. Raises UserError without the extra."""
    refuse_without_reader()
    memory, seconds = PeakMemory(), list[float]()
    sheets = [word_sheet(height) for height in heights]
    found = list[int]()
    with TemporaryDirectory() as folder, TextReader() as reader:
        for sheet in sheets:
            begun = time.perf_counter()
            found.append(_read(reader, sheet, Path(folder)))
            seconds.append(time.perf_counter() - begun)
            memory.look()
    results = [Result("words_found", sum(found) / sum(sheet.asked for sheet in sheets), "")]
    results += [
        Result(f"words_found_{sheet.height}px", number / sheet.asked, "")
        for sheet, number in zip(sheets, found, strict=True)
    ]
    results.append(Result("seconds_per_photo", sorted(seconds)[len(seconds) // 2], "s"))
    if memory.mb is not None:
        results.append(Result("peak_rss_mb", round(memory.mb, 1), "MB"))
    return BenchReport("text", MachineFacts.here("cpu", "float32"), tuple(results))


def _read(reader: TextReader, sheet: WordSheet, folder: Path) -> int:
    """Number of the words of a sheet that are read."""
    file = folder / "sheet.png"
    sheet.image.save(file)
    return sum(sheet.found(reader.read(os.fsencode(file)).text).values())
