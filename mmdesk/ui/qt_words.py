"""Qt's own buttons, menus and dialogs in the language of the program."""

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from mmdesk.core.language import PSEUDO_LANGUAGES, language_now, tr
from mmdesk.ui.key_names import key_names

RIGHT_TO_LEFT = "ar-XB"
"""The language that is written from right to left."""

LOCALES = {"tl": "fil", **dict.fromkeys(PSEUDO_LANGUAGES, "en")}
"""What Qt calls languages that have another code here."""

KEYS = "QShortcut"
"""The part of Qt that names keys."""

# translators: these are Qt's own; "&" is before the letter that is pressed with Alt, "%1" is a file.
_WORDS = {
    "OK": tr("OK"),
    "&OK": tr("&OK"),
    "Cancel": tr("Cancel"),
    "&Cancel": tr("&Cancel"),
    "Close": tr("Close"),
    "&Close": tr("&Close"),
    "Close without Saving": tr("Close without Saving"),
    "&Yes": tr("&Yes"),
    "&No": tr("&No"),
    "Yes to &All": tr("Yes to &All"),
    "N&o to All": tr("N&o to All"),
    "Open": tr("Open"),
    "Save": tr("Save"),
    "&Save": tr("&Save"),
    "Save All": tr("Save All"),
    "Save As": tr("Save As"),
    "Apply": tr("Apply"),
    "Discard": tr("Discard"),
    "Abort": tr("Abort"),
    "Retry": tr("Retry"),
    "Ignore": tr("Ignore"),
    "Help": tr("Help"),
    "Reset": tr("Reset"),
    "Restore Defaults": tr("Restore Defaults"),
    "Show Details...": tr("Show Details..."),
    "Hide Details...": tr("Hide Details..."),
    "&Undo": tr("&Undo"),
    "&Redo": tr("&Redo"),
    "Cu&t": tr("Cu&t"),
    "&Copy": tr("&Copy"),
    "&Paste": tr("&Paste"),
    "Delete": tr("Delete"),
    "Select All": tr("Select All"),
    "&Select All": tr("&Select All"),
    "Copy &Link Location": tr("Copy &Link Location"),
    "&Step up": tr("&Step up"),
    "Step &down": tr("Step &down"),
    "Scroll here": tr("Scroll here"),
    "Top": tr("Top"),
    "Bottom": tr("Bottom"),
    "Left edge": tr("Left edge"),
    "Right edge": tr("Right edge"),
    "Page up": tr("Page up"),
    "Page down": tr("Page down"),
    "Page left": tr("Page left"),
    "Page right": tr("Page right"),
    "Scroll up": tr("Scroll up"),
    "Scroll down": tr("Scroll down"),
    "Scroll left": tr("Scroll left"),
    "Scroll right": tr("Scroll right"),
    "&Choose": tr("&Choose"),
    "&Delete": tr("&Delete"),
    "&Open": tr("&Open"),
    "&Rename": tr("&Rename"),
    "&New Folder": tr("&New Folder"),
    "New Folder": tr("New Folder"),
    "Create New Folder": tr("Create New Folder"),
    "Create a New Folder": tr("Create a New Folder"),
    "&Look in:": tr("&Look in:"),
    "Directory:": tr("Directory:"),
    "Directories": tr("Directories"),
    "Find Directory": tr("Find Directory"),
    "Parent Directory": tr("Parent Directory"),
    "Go to the parent directory": tr("Go to the parent directory"),
    "File &name:": tr("File &name:"),
    "Files of &type:": tr("Files of &type:"),
    "Files": tr("Files"),
    "All Files (*)": tr("All Files (*)"),
    "Show &hidden files": tr("Show &hidden files"),
    "Sidebar": tr("Sidebar"),
    "List of places and bookmarks": tr("List of places and bookmarks"),
    "Recent Places": tr("Recent Places"),
    "Remove": tr("Remove"),
    "My Computer": tr("My Computer"),
    "Computer": tr("Computer"),
    "Drive": tr("Drive"),
    "Folder": tr("Folder"),
    "File": tr("File"),
    "Back": tr("Back"),
    "Forward": tr("Forward"),
    "Go back": tr("Go back"),
    "Go forward": tr("Go forward"),
    "List View": tr("List View"),
    "Detail View": tr("Detail View"),
    "Change to list view mode": tr("Change to list view mode"),
    "Change to detail view mode": tr("Change to detail view mode"),
    "Name": tr("Name"),
    "Size": tr("Size"),
    "Type": tr("Type"),
    "Date Modified": tr("Date Modified"),
    "%1 already exists.\nDo you want to replace it?": tr("%1 already exists.\nDo you want to replace it?"),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": tr(
        "%1\nDirectory not found.\nPlease verify the correct directory name was given."
    ),
    "%1\nFile not found.\nPlease verify the correct file name was given.": tr(
        "%1\nFile not found.\nPlease verify the correct file name was given."
    ),
    "Are you sure you want to delete '%1'?": tr("Are you sure you want to delete '%1'?"),
    "'%1' is write protected.\nDo you want to delete it anyway?": tr(
        "'%1' is write protected.\nDo you want to delete it anyway?"
    ),
    "Could not delete directory.": tr("Could not delete directory."),
}
"""What Qt says where this program lets it speak."""


class QtWords(QTranslator):
    """Looks up what Qt says among the sentences of the program; what is not there, Qt's own catalogue has."""

    def translate(self, context: str, source: str, *_: object) -> str:
        """`source` in the language of the program; none at all where it has none."""
        told = key_names(source) if context == KEYS else _WORDS.get(source, source)
        return told if told != source else None  # type: ignore[return-value]  # Qt asks on only for none

    def isEmpty(self) -> bool:
        """Whether there is nothing to be looked up."""
        return False


def speak(application: QApplication) -> None:
    """Let Qt speak the language of the program, once; English it speaks by itself."""
    code = language_now().code
    QLocale.setDefault(_locale_of(code))
    if code != "en" and application.findChild(QtWords) is None:
        application.installTranslator(_words_of_qt(code, application))
        application.installTranslator(QtWords(application))  # the last one is asked first
        if code == RIGHT_TO_LEFT:
            application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def _locale_of(code: str) -> QLocale:
    """How numbers and dates are written: as the system does it, where that speaks the language, too."""
    system, usual = QLocale.system(), QLocale(LOCALES.get(code, code))
    is_plain = code == "en" and system.language() is QLocale.Language.C
    return system if is_plain or system.language() is usual.language() else usual


def _words_of_qt(code: str, parent: QObject) -> QTranslator:
    """What comes along with Qt itself, which has some of the languages."""
    translator = QTranslator(parent)
    translator.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return translator
