"""What is known of a file of weights before it is loaded."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from mmdesk.core.errors import UserError
from mmdesk.models.weights_file import read_header


def test_parameters_are_counted_and_single_numbers_read(tmp_path: Path) -> None:
    kept = {
        "tower": torch.zeros(3, 5),
        "single": torch.tensor([2.5]),
        "half": torch.tensor(0.25, dtype=torch.float16),
        "brain": torch.tensor(1.0, dtype=torch.bfloat16),
        "whole": torch.tensor([7]),
    }
    save_file(kept, tmp_path / "weights.safetensors")
    header = read_header(tmp_path / "weights.safetensors")
    assert header.parameters == 15 + 4
    numbers = {name: header.number(name) for name in (*kept, "gone")}
    assert numbers == {"tower": None, "single": 2.5, "half": 0.25, "brain": None, "whole": None, "gone": None}


def test_a_file_cut_short_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    save_file({"tower": torch.zeros(30, 5)}, path)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(UserError, match="broken or incomplete"):
        read_header(path)
