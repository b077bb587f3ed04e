"""Builds what people install: `python packaging/build.py` (or some of: wheel program appdir deb).

    wheel     dist/mmdesk-*.whl, the same bytes for the same SOURCE_DATE_EPOCH
    program   dist/mmdesk/, a folder that runs without Python, by PyInstaller, with the torch that is here
    appdir    dist/mmdesk.AppDir, and an AppImage of it where appimagetool is installed; org.mmdesk.mmdesk.yml
              makes a Flatpak of it
    deb       dist/mmdesk_*.deb, the same program for Debian and Ubuntu

Each is tried where it is: `doctor`, `demo` without a display, and the window with a picture of it; sizes and
answers go to dist/report.json. Needs `pip install build pyinstaller` beside it; Linux for the last two.
"""

import argparse
import filecmp
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

from smoke_runs import try_program
from write_sbom import sbom

from mmdesk import __version__
from mmdesk.tasks.desktop_entry import entry_files

ROOT = Path(__file__).parent.parent

DATA_OF = ("open_clip", "qtawesome", "reverse_geocode", "skimage", "sklearn", "ftfy", "timm", "taming")
"""Packages that read files of their own."""

INSIDE = ("demo", "raw")
"""Extras that the program has with it, where they are installed."""

UNSEEN = (
    *("qtawesome", "reverse_geocode", "rawpy", "skimage.data", "sklearn.datasets", "torchvision._C_stable"),
)
"""Modules that are imported, or looked for, by their names only."""

EXCLUDED = (
    *(
        "IPython",
        "hypothesis",
        "matplotlib",
        "mypy",
        "pandas",
        "pytest",
        "pytorch_lightning",
        "ruff",
        "tkinter",
    ),
    *("tensorboard", "torch.utils.tensorboard", "torchmetrics", "transformers", "triton"),
    *("PySide6.QtDesigner", "PySide6.QtPdf", "PySide6.QtQml", "PySide6.QtQuick"),
    *(
        "av",
        "pillow_heif",
        "pillow_jxl",
    ),  # under the GPL, or with parts that are: the wheel can have them
)
"""What the program never imports, though something that it uses could, and what is not to be passed on."""

DEB_DEPENDS = "libc6, libegl1, libgl1, libfontconfig1, libxkbcommon0, libdbus-1-3, fonts-dejavu-core"

CONTROL = """Package: mmdesk
Version: {version}
Architecture: {architecture}
Maintainer: The makers of mmdesk <mmdesk@localhost>
Section: graphics
Priority: optional
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libxcb-xkb1, libxkbcommon-x11-0
Description: find photographs by what they show, offline
 mmdesk looks at the pictures in your folders with a model that comes with it, and
 finds them by words or by another picture. Nothing leaves the machine.
"""

APP_RUN = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/lib/mmdesk/mmdesk" "$@"\n'

STEPS = ("wheel", "program", "appdir", "deb")


def main() -> None:
    """Build what was asked for, try it, and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", choices=[*STEPS, []], help="what to build (default: all)")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--untried", action="store_true", help="do not run what was built")
    given = parser.parse_args()
    out: Path = given.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_commit())
    builders: dict[str, Callable[[Path], Path]] = {
        "wheel": wheel, "program": program, "appdir": app_dir, "deb": deb
    }  # fmt: skip
    report = read_report(out)
    for step in given.steps or STEPS:
        made = builders[step](out)
        report[step] = {"path": made.name, "bytes": size_of(made)}
        if not given.untried and step != "wheel":
            report[step]["tried"] = try_program(command_of(step, made, out), out / f"window-{step}.png")
        (out / "report.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    print(json.dumps(report, indent=2))


def wheel(out: Path) -> Path:
    """The wheel, for pip, uv and pipx."""
    run([sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)])
    return next(out.glob(f"mmdesk-{__version__}-*.whl"))


def program(out: Path) -> Path:
    """The one-folder program, with its notices and the list of what is inside."""
    work = out / "work"
    work.mkdir(exist_ok=True)
    start = work / "start_mmdesk.py"
    start.write_text("from mmdesk.__main__ import main\n\nmain()\n", "utf-8")
    run([sys.executable, "-m", "PyInstaller", *pyinstaller_options(out, work), str(start)], cwd=work)
    folder = out / "mmdesk"
    keep_once(folder / "_internal")
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE")
    shutil.copy(ROOT / "packaging" / "THIRD_PARTY.md", folder / "THIRD_PARTY.md")
    (folder / "sbom.cdx.json").write_text(json.dumps(sbom(INSIDE), indent=1) + "\n", "utf-8")
    return folder


def keep_once(folder: Path) -> None:
    """Let libraries that lie at the top and in their package, too, be one file and a link to it."""
    deep = {
        file.name: file for file in folder.rglob("*.so*") if file.parent != folder and not file.is_symlink()
    }
    for file in list(folder.glob("*.so*")):
        other = deep.get(file.name)
        if not file.is_symlink() and other is not None and filecmp.cmp(file, other, shallow=False):
            file.unlink()
            file.symlink_to(os.path.relpath(other, folder))


def pyinstaller_options(out: Path, work: Path) -> list[str]:
    """Options of PyInstaller: one folder, everything that is imported by name, and nothing for developers."""
    icon = ["--icon", str(windows_icon(work))] if os.name == "nt" else []
    return [
        *("--noconfirm", "--log-level", "ERROR", "--name", "mmdesk", "--onedir"),
        *("--distpath", str(out), "--workpath", str(work), "--specpath", str(work)),
        *("--add-data", f"{ROOT / 'resources'}{os.pathsep}mmdesk/resources"),
        *("--add-data", f"{ROOT / 'packaging' / 'MANUAL.md'}{os.pathsep}mmdesk/resources"),
        *("--add-data", f"{ROOT / 'packaging' / 'manual'}{os.pathsep}mmdesk/resources/manual"),
        *("--collect-submodules", "mmdesk", "--recursive-copy-metadata", "mmdesk"),
        *("--copy-metadata", "scikit-image", "--copy-metadata", "scikit-learn"),
        *(word for name in DATA_OF for word in ("--collect-data", name)),
        *("--collect-all", "numkong"),
        *(word for name in UNSEEN for word in ("--hidden-import", name)),
        *(word for name in EXCLUDED for word in ("--exclude-module", name)),
        *icon,
        *(["--windowed"] if sys.platform == "darwin" else []),  # an .app beside the folder
    ]


def windows_icon(work: Path) -> Path:
    """The icon in the form that Windows wants."""
    from PIL import Image  # noqa: PLC0415  (only there)

    with Image.open(ROOT / "resources" / "desktop" / "icons" / "mmdesk-256.png") as picture:
        picture.save(work / "mmdesk.ico", sizes=[(side, side) for side in (16, 24, 32, 48, 64, 128, 256)])
    return work / "mmdesk.ico"


def app_dir(out: Path) -> Path:
    """The AppDir, whose files are those of the program (hard links), and an AppImage where possible."""
    folder = out / "mmdesk.AppDir"
    shutil.rmtree(folder, ignore_errors=True)
    share = folder / "usr" / "share"
    link_tree(out / "mmdesk", folder / "usr" / "lib" / "mmdesk")
    write_entry(share, out, ["mmdesk"])
    for name, source in {
        "mmdesk.desktop": share / "applications" / "mmdesk.desktop",
        "mmdesk.svg": share / "icons/hicolor/scalable/apps/mmdesk.svg",
        ".DirIcon": share / "icons/hicolor/256x256/apps/mmdesk.png",
    }.items():
        shutil.copy(source, folder / name)
    (folder / "AppRun").write_text(APP_RUN, "utf-8")
    (folder / "AppRun").chmod(0o755)
    tool = shutil.which("appimagetool")
    if tool is not None:
        run([tool, str(folder), str(out / f"mmdesk-{__version__}.AppImage")])
    return folder


def deb(out: Path) -> Path:
    """The package for Debian and Ubuntu, below /opt, with its command and its entry in the menu."""
    root = out / "work" / "deb"
    shutil.rmtree(root, ignore_errors=True)
    link_tree(out / "mmdesk", root / "opt" / "mmdesk")
    write_entry(root / "usr" / "share", out, ["/usr/bin/mmdesk"])
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "mmdesk").symlink_to("/opt/mmdesk/mmdesk")
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    kilobytes = size_of(root) // 1024
    text = CONTROL.format(
        version=__version__, architecture=architecture, kilobytes=kilobytes, depends=DEB_DEPENDS
    )
    control.write_text(text, "utf-8")
    made = out / f"mmdesk_{__version__}_{architecture}.deb"
    run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z3", "--build", str(root), str(made)])
    return made


def command_of(step: str, made: Path, out: Path) -> list[str]:
    """Command that starts what a step made; a package is unpacked for it, as dpkg would do it."""
    if step == "program":
        return [str(made / "mmdesk")]
    if step == "appdir":
        return [str(made / "AppRun")]
    root = out / "work" / "unpacked"
    shutil.rmtree(root, ignore_errors=True)
    run(["dpkg-deb", "--extract", str(made), str(root)])
    return [str(root / "opt" / "mmdesk" / "mmdesk")]


def write_entry(share: Path, out: Path, command: Sequence[str]) -> None:
    """The entry in the menu below `share`, with what the built program says of itself."""
    program_file = out / "mmdesk" / "mmdesk"
    told = {
        "man/man1/mmdesk.1": [str(program_file), "desktop", "man"],
        "bash-completion/completions/mmdesk": [str(program_file), "desktop", "completion", "bash"],
        "zsh/vendor-completions/_mmdesk": [str(program_file), "desktop", "completion", "zsh"],
        "fish/vendor_completions.d/mmdesk.fish": [str(program_file), "desktop", "completion", "fish"],
    }
    further = {
        name: subprocess.run(asked, capture_output=True, check=True).stdout for name, asked in told.items()
    }
    for name, content in entry_files(command, further).items():
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        (share / name).write_bytes(content)


def link_tree(source: Path, target: Path) -> None:
    """A copy that takes no room."""
    shutil.copytree(source, target, symlinks=True, copy_function=os.link)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if not file.is_dir())


def read_report(out: Path) -> dict[str, dict[str, object]]:
    """What was built before, and with what."""
    try:
        report: dict[str, dict[str, object]] = json.loads((out / "report.json").read_text("utf-8"))
    except (OSError, ValueError):
        report = {}
    return report | {"with": {"python": platform.python_version(), "platform": sysconfig.get_platform()}}


def last_commit() -> str:
    """Seconds since 1970 of the last commit, by which builds are dated; of 2020 outside a checkout."""
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return told or "1577836800"


def run(command: Sequence[str], cwd: Path = ROOT) -> None:
    """Run a tool; its failure ends the build."""
    print("+", *command, flush=True)
    subprocess.run(command, cwd=cwd, check=True)


if __name__ == "__main__":
    main()
