"""`mmdesk paint` as people use it: killed, interrupted, repeated, searched for."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from mmdesk.core.places import builtin_models
from tests.flows.program import Program, kill

SMALL = ("--engine", "pixel", "--size", "32x32", "--cutouts", "2", "--seed", "7")


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch):
    """Here and in the processes started: so small a painting is slower with several threads."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def pixels(path: Path) -> bytes:
    with Image.open(path) as image:
        return image.tobytes()


def wait_for_steps(program: Program, count: int, patience_s: float = 120) -> None:
    """Until a run has noted `count` steps."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        logs = list((program.data_dir / "studio" / "runs").glob("*/steps.jsonl"))
        if logs and logs[0].read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.02)
    raise AssertionError("no step was painted")


def test_painted_twice_the_pixels_are_the_same(program: Program, tmp_path: Path) -> None:
    first = program.json("paint", "a red rose", *SMALL, "--steps", "12", "--out", tmp_path / "a.png")
    program.run("paint", "a red rose", *SMALL, "--steps", "12", "--out", tmp_path / "b.png")
    assert pixels(tmp_path / "a.png") == pixels(tmp_path / "b.png")
    assert set(first) == {
        "out", "engine", "seed", "steps", "seconds", "seconds_per_step", "loss", "run", "candidates",
    }  # fmt: skip
    assert (first["out"], first["engine"], first["seed"], first["steps"]) == (
        str(tmp_path / "a.png"), "pixel", 7, 12,
    )  # fmt: skip
    assert first["loss"]["last"] < first["loss"]["first"]
    hits = program.json("search", "a red rose", "generated:only")["hits"]
    assert len(hits) == 2


def test_killed_at_any_step_it_resumes_to_the_same_pixels(program: Program, tmp_path: Path) -> None:
    settings = (*SMALL, "--steps", "20")
    program.run("paint", "a red rose", *settings, "--out", tmp_path / "whole.png")
    [whole] = program.json("paint", "--runs")["runs"]
    os.rename(program.data_dir / "studio" / "runs" / whole["run"], tmp_path / "put-aside")
    painting = program.start("paint", "a red rose", *settings, "--out", tmp_path / "resumed.png")
    wait_for_steps(program, random.Random(os.getpid()).randrange(1, 16))
    kill(painting)
    [cut_off] = program.json("paint", "--runs")["runs"]
    assert not cut_off["finished"]
    program.run("paint", "--resume", "last")
    assert pixels(tmp_path / "resumed.png") == pixels(tmp_path / "whole.png")


def test_ctrl_c_saves_and_says_how_to_go_on(program: Program, tmp_path: Path) -> None:
    painting = program.start("paint", "a red rose", *SMALL, "--steps", "3000")
    wait_for_steps(program, 3)
    os.killpg(painting.pid, signal.SIGINT)
    _, stderr = painting.communicate(timeout=120)
    assert painting.returncode == 1
    assert b"Traceback" not in stderr
    [run] = program.json("paint", "--runs")["runs"]
    assert f"mmdesk paint --resume {run['run']}" in stderr.decode()
    assert run["step"] >= 3
    assert f"after step {run['step']} of 3000" in stderr.decode()


def test_a_run_is_left_at_a_saved_step_with_other_words(program: Program) -> None:
    program.run("paint", "all blue", *SMALL, "--steps", "5")
    [origin] = program.json("paint", "--runs")["runs"]
    early = origin["saved_steps"][0]
    program.run("paint", "all green", "--branch", origin["run"], "--at", str(early))
    program.run("paint", "all red", "--branch", origin["run"])
    branches = [run for run in program.json("paint", "--runs")["runs"] if run["branched_from"]]
    assert early < 5
    assert {run["prompt"]: run["branched_from"] for run in branches} == {
        "all green": [origin["run"], early],
        "all red": [origin["run"], 5],
    }


def test_settings_come_back_out_of_a_picture(program: Program, tmp_path: Path) -> None:
    program.run("paint", "all blue", *SMALL, "--steps", "4", "--out", tmp_path / "a.png")
    again = program.json("paint", "--like", tmp_path / "a.png", "--out", tmp_path / "b.png")
    assert (again["seed"], again["steps"]) == (7, 4)
    assert pixels(tmp_path / "a.png") == pixels(tmp_path / "b.png")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 1, "Say what to paint"),
        (("x:1000",), 1, "must be between"),
        (("x", "--size", "huge"), 2, "is no size"),
        (("x", "--size", "8x8"), 1, "must be between 16 and 4096"),
        (("x", "--out", "a.jpg"), 1, "written as PNG"),
        (("x", "--film", "a.txt"), 1, "none of the kinds"),
        (("x", "--frames", "3"), 2, "needs --film"),
        (("--resume", "nothing"), 1, "There is no painting nothing"),
        (("--resume", "last"), 1, "no painting to go on with"),
        (("x", "--init", "gone.jpg"), 1, "gone.jpg cannot be used"),
        (("x", "--vqgan", "nothing"), 1, "There is no VQGAN called nothing"),
    ],
)
def test_mistakes_get_one_sentence(program: Program, words, code: int, sentence: str) -> None:
    stderr = program.run("paint", *words, code=code).stderr
    assert sentence in stderr
    assert "Traceback" not in stderr


def test_what_is_refused_before_its_first_step_leaves_no_run_behind(program: Program) -> None:
    broken = program.data_dir / "models" / "broken"
    shutil.copytree(builtin_models() / "starter-vqgan", broken)
    weights = broken / "vqgan.safetensors"
    tensors = load_file(weights)
    del tensors[min(tensors)]
    save_file(tensors, weights)
    words = ("a red rose", "--size", "32x32", "--vqgan", "broken", "--device", "cpu")
    assert "broken" in program.run("paint", *words, code=1).stderr
    assert program.json("paint", "--runs")["runs"] == []
