"""The language that the program speaks: the one asked for, else the preferred one, else the system's."""

import gettext
import itertools
import locale
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from mmdesk.core.language import DOMAIN, LANGUAGES, VARIABLE
from mmdesk.core.places import Places, languages_folder
from mmdesk.core.preferences import load_preferences

SYSTEM = "system"
"""The preference that means: the language of the system."""

RELATED = {"fil": "tl"}
"""Codes of systems for languages that have another code here."""


def speak_chosen_language(arguments: Sequence[str]) -> None:
    """Let this process and those it starts speak the language that is chosen for the library of `arguments`.

    To be called before anything that says something is imported.
    """
    code = chosen_language(arguments, os.environ)
    os.environ[VARIABLE] = code
    # Click asks gettext itself, for "Usage:" and the like.
    gettext.bindtextdomain(DOMAIN, str(languages_folder()))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = code


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Code of the language: of the variable, else of the preferences of the library, else of the system."""
    asked = environment.get(VARIABLE)
    if asked:
        return asked
    preferred = load_preferences(Places(_data_dir(arguments)).preferences).language
    return preferred if preferred in LANGUAGES else system_language(environment)


def system_language(environment: Mapping[str, str]) -> str:
    """The first of the system's languages that is one of the program; English where none is."""
    return next((code for code in map(_known, _wanted(environment)) if code), "en")


def _wanted(environment: Mapping[str, str]) -> list[str]:
    """What the system calls the languages the user wants, in order (`gettext` has the same variables)."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return environment[variable].split(":")
    return [locale.getlocale()[0] or ""]


def _known(name: str) -> str | None:
    """Code of the language a system calls `name` ("sv_SE.UTF-8", "C", "fil_PH"), if it is one of ours."""
    code = name.partition(".")[0].partition("@")[0].partition("_")[0].partition("-")[0]
    if code in ("C", "POSIX"):
        return "en"
    code = RELATED.get(code, code)
    return code if code in LANGUAGES else None


def _data_dir(arguments: Sequence[str]) -> Path:
    """The data folder that a command line names, as the command line itself will find it."""
    for option, value in itertools.pairwise([*arguments, ""]):
        if option == "--data-dir" and value:
            return Path(value)
        if option.startswith("--data-dir="):
            return Path(option.partition("=")[2])
    return Places.default().data_dir
