"""`mmdesk bench text`: how many drawn words are read, how long a page takes, and the memory of it."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mmdesk.benchmark.memory import PeakMemory
from mmdesk.benchmark.rendered_words import SIZES, RenderedPage, found_among, rendered_pages
from mmdesk.benchmark.report import BenchReport, MachineFacts, Result
from mmdesk.library.reading.text_reader import TextReader
from mmdesk.tasks.texts_of_files import refuse_without_reader


def bench_text(sizes: tuple[int, ...] = SIZES) -> BenchReport:
    """Read pages of words in letters of these heights, as photos are. Raises UserError without the extra."""
    refuse_without_reader()
    memory, seconds = PeakMemory(), list[float]()
    found, asked = dict.fromkeys(sizes, 0), dict.fromkeys(sizes, 0)
    with TemporaryDirectory() as folder, TextReader() as reader:
        for page in rendered_pages(sizes):
            begun = time.perf_counter()
            found[page.size] += _read(reader, page, Path(folder))
            seconds.append(time.perf_counter() - begun)
            asked[page.size] += len(page.words)
            memory.look()
    shares = [Result(f"words_found_{size}px", found[size] / asked[size], "") for size in sizes]
    results = [
        Result("words_found", sum(found.values()) / sum(asked.values()), ""),
        *shares,
        Result("seconds_per_photo", sorted(seconds[1:])[len(seconds[1:]) // 2], "s"),
    ]
    if memory.mb is not None:
        results.append(Result("peak_rss_mb", round(memory.mb, 1), "MB"))
    return BenchReport("text", MachineFacts.here("cpu", "float32"), tuple(results))


def _read(reader: TextReader, page: RenderedPage, folder: Path) -> int:
    """Number of the words of a page that are read."""
    file = folder / "page.png"
    page.image.save(file)
    return found_among(page.words, reader.read(os.fsencode(file)).text.said)
