"""The full-text tables (FTS5) of names: of files, by words and by parts of words; of directories, by words.

Tags need none: there are few labels, and each has its photos in an index. Triggers keep the tables true in
the transaction that changes a name, whoever changes it: indexing, a rename, its undo, a folder that moves.
"""

from mmdesk.library.database import Database

ODD = (
    "\u00df\u0130\u0149\u017f\u01f0\u1e96\u1e97\u1e98\u1e99\u1e9a\u1e9e\u212a"
    "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
)
"""Letters beyond ASCII that are ASCII letters where case does not count: Python takes "ß" for "ss"."""

ODD_MARK = "\x01\x01\x01"
"""Stands before names with such letters, for whoever looks for parts of them."""

LENGTH = "(SELECT length(path) - (path = X'2F') FROM directories WHERE id = {row}.directory_id)"


def make_words(db: Database) -> None:
    """Make the tables, fill them, and make the triggers. Takes some seconds for a million photos."""
    words = "tokenize = 'unicode61 remove_diacritics 2', detail = none, columnsize = 0"
    db.execute(f"CREATE VIRTUAL TABLE name_words USING fts5(name, {words})")
    db.execute(
        "CREATE VIRTUAL TABLE name_parts USING fts5(name, content = 'name_words', tokenize = 'trigram',"
        " detail = none, columnsize = 0)"
    )
    db.execute(f"CREATE VIRTUAL TABLE directory_words USING fts5(words, {words})")
    db.execute(f"INSERT INTO name_words (rowid, name) SELECT id, {_name('photos')} FROM photos")
    db.execute("INSERT INTO name_parts (rowid, name) SELECT rowid, name FROM name_words")
    db.execute("INSERT INTO directory_words (rowid, words) SELECT id, path FROM directories")
    _keep_names_true(db)
    _keep_directories_true(db)


def _name(row: str) -> str:
    """SQL for the name of a photo's file, out of its path. It stays bytes: not every name is UTF-8."""
    name = f"substr({row}.path, {LENGTH.format(row=row)} + 2)"
    mark = "".join(f"{ord(sign):02x}" for sign in ODD_MARK)
    is_odd = f"CAST({name} AS TEXT) GLOB '*[{ODD}]*'"
    return f"CASE WHEN {is_odd} THEN CAST(X'{mark}' || {name} AS BLOB) ELSE {name} END"


def _keep_names_true(db: Database) -> None:
    put = f"""
        INSERT INTO name_words (rowid, name) VALUES (NEW.id, {_name("NEW")});
        INSERT INTO name_parts (rowid, name) SELECT rowid, name FROM name_words WHERE rowid = NEW.id;
    """
    take = """
        INSERT INTO name_parts (name_parts, rowid, name)
            SELECT 'delete', rowid, name FROM name_words WHERE rowid = OLD.id;
        DELETE FROM name_words WHERE rowid = OLD.id;
    """
    db.execute(f"CREATE TRIGGER photos_named AFTER INSERT ON photos BEGIN {put} END")
    db.execute(f"CREATE TRIGGER photos_unnamed AFTER DELETE ON photos BEGIN {take} END")
    # A folder that moves changes every path in it, and no name.
    is_renamed = f"(SELECT name FROM name_words WHERE rowid = OLD.id) IS NOT {_name('NEW')}"
    db.execute(
        "CREATE TRIGGER photos_renamed AFTER UPDATE OF path ON photos"
        f" WHEN OLD.path IS NOT NEW.path AND {is_renamed} BEGIN {take} {put} END"
    )


def _keep_directories_true(db: Database) -> None:
    put = "INSERT INTO directory_words (rowid, words) VALUES (NEW.id, NEW.path);"
    take = "DELETE FROM directory_words WHERE rowid = OLD.id;"
    db.execute(f"CREATE TRIGGER directories_named AFTER INSERT ON directories BEGIN {put} END")
    db.execute(f"CREATE TRIGGER directories_unnamed AFTER DELETE ON directories BEGIN {take} END")
    db.execute(
        "CREATE TRIGGER directories_renamed AFTER UPDATE OF path ON directories"
        f" WHEN OLD.path IS NOT NEW.path BEGIN {take} {put} END"
    )
