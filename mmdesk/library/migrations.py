"""The catalogue's tables, as they came to be.

A migration is never edited once released; a change of the tables is a new one
at the end. Paths are BLOBs, because file names are bytes.
"""

from mmdesk.library.act_tables import make_acts, take_over_logs
from mmdesk.library.caption_tables import make_captions
from mmdesk.library.database import Database
from mmdesk.library.fact_tables import make_fact_edits
from mmdesk.library.film_columns import make_films
from mmdesk.library.learned_tables import make_learned
from mmdesk.library.location_tables import make_locations
from mmdesk.library.migrating import Migrations
from mmdesk.library.text_tables import make_texts
from mmdesk.library.vector_counts import count_vectors
from mmdesk.library.word_tables import make_words

catalogue_migrations = Migrations("mmdesk.catalogue")


@catalogue_migrations()
def folders_and_photos(db: Database) -> None:
    """Folders the user added, directories seen on disk, and the photos in them.

    Ids are never used twice (AUTOINCREMENT): search matrices and views remember photos by id.
    The partial indexes hold all that a listing asks for, so that it never reads the rows.
    """
    db.execute(
        """
        CREATE TABLE folders (
            id INTEGER PRIMARY KEY,
            path BLOB NOT NULL UNIQUE,
            offline INTEGER NOT NULL DEFAULT 0
        )
        """
    )
    db.execute("CREATE TABLE directories (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE)")
    db.execute(
        """
        CREATE TABLE photos (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            path BLOB NOT NULL UNIQUE,
            directory_id INTEGER NOT NULL REFERENCES directories(id),
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            content_hash BLOB NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            taken_at TEXT,
            taken_from TEXT,
            camera TEXT,
            lens TEXT,
            exposure TEXT,
            latitude REAL,
            longitude REAL,
            rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
            pick INTEGER NOT NULL DEFAULT 0 CHECK (pick BETWEEN -1 AND 1),
            missing INTEGER NOT NULL DEFAULT 0,
            added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
        )
        """
    )
    db.execute("CREATE INDEX photos_by_content ON photos(size, content_hash)")
    db.execute("CREATE INDEX photos_by_directory ON photos(directory_id, missing)")
    db.execute("CREATE INDEX photos_missing ON photos(id) WHERE missing = 1")
    db.execute("CREATE INDEX photos_shown ON photos(id) WHERE missing = 0")
    db.execute("CREATE INDEX photos_shown_by_time ON photos(taken_at) WHERE missing = 0")
    db.execute("CREATE INDEX photos_shown_by_path ON photos(path, taken_at) WHERE missing = 0")


@catalogue_migrations()
def vectors(db: Database) -> None:
    """Vectors by photo and shelf; a shelf is one model with one way of preparing pictures.

    `newest` and `replaced` of a shelf tell a derived matrix in one look whether it is up to
    date, may grow, or must be made anew; triggers keep them true whoever writes.
    """
    db.execute(
        """
        CREATE TABLE shelves (
            id INTEGER PRIMARY KEY,
            model_key TEXT NOT NULL,
            recipe_version TEXT NOT NULL,
            vectors INTEGER NOT NULL DEFAULT 0,
            newest INTEGER NOT NULL DEFAULT 0,
            replaced INTEGER NOT NULL DEFAULT 0,
            UNIQUE (model_key, recipe_version)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE vectors (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            shelf_id INTEGER NOT NULL REFERENCES shelves(id),
            photo_id INTEGER NOT NULL REFERENCES photos(id),
            vector BLOB NOT NULL,
            UNIQUE (shelf_id, photo_id)
        )
        """
    )
    db.execute("CREATE INDEX vectors_by_photo ON vectors(photo_id)")
    count_vectors(db)


@catalogue_migrations()
def skipped_files(db: Database) -> None:
    """Files left out, with the reason. Those without a stamp (`size` NULL) are tried with every scan."""
    db.execute(
        """
        CREATE TABLE skipped (
            path BLOB PRIMARY KEY,
            reason TEXT NOT NULL,
            size INTEGER,
            mtime_ns INTEGER
        ) WITHOUT ROWID
        """
    )


@catalogue_migrations()
def generated_photos(db: Database) -> None:
    """Whether a model made the picture, by its XMP. Few are; a partial index lists them."""
    db.execute("ALTER TABLE photos ADD COLUMN generated INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX photos_generated ON photos(id) WHERE generated = 1 AND missing = 0")


@catalogue_migrations()
def tags_and_labels(db: Database) -> None:
    """Labels of photos, the sets they come from, what was learned of them, and what can be undone.

    A tag belongs to a photo and a label, whatever set or model found it: what was rejected stays so.
    `tag_runs` remembers up to which state of a model's vectors a set has been looked for.
    """
    db.execute("CREATE TABLE label_sets (name TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        """
        CREATE TABLE tags (
            photo_id INTEGER NOT NULL REFERENCES photos(id),
            label TEXT NOT NULL,
            label_set TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('suggested', 'accepted', 'rejected', 'manual')),
            probability REAL,
            model TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            PRIMARY KEY (photo_id, label)
        ) WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX tags_by_label ON tags(label, state, probability)")
    make_learned(db)
    db.execute(
        """
        CREATE TABLE tag_log (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sentence TEXT NOT NULL,
            changes TEXT NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
        )
        """
    )


@catalogue_migrations()
def albums(db: Database) -> None:
    """Albums hold photos; a smart album holds a search (`query`) and always shows what that finds."""
    db.execute(
        "CREATE TABLE albums (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, query TEXT)"
    )
    db.execute(
        """
        CREATE TABLE album_photos (
            album_id INTEGER NOT NULL REFERENCES albums(id) ON DELETE CASCADE,
            photo_id INTEGER NOT NULL REFERENCES photos(id),
            PRIMARY KEY (album_id, photo_id)
        ) WITHOUT ROWID
        """
    )


@catalogue_migrations()
def keeping_up(db: Database) -> None:
    """What the user leaves out of a folder, what was lost there all at once, and raw files beside pictures.

    `photos.missing` is from now on 0 for a photo that is there, 1 for one that was not found, 2 for one
    whose file is there but is left out. `folders.lost` counts photos that were not found, but too many at
    once to be believed: they still count as there.
    """
    db.execute("ALTER TABLE folders ADD COLUMN excludes TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE folders ADD COLUMN lost INTEGER NOT NULL DEFAULT 0")
    db.execute(
        """
        CREATE TABLE companions (
            path BLOB PRIMARY KEY,
            photo_id INTEGER NOT NULL REFERENCES photos(id)
        ) WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX companions_by_photo ON companions(photo_id)")
    db.execute("DROP INDEX photos_missing")
    db.execute("CREATE INDEX photos_not_shown ON photos(missing, path) WHERE missing > 0")


@catalogue_migrations()
def sidecars(db: Database) -> None:
    """What was written to sidecars: each file before (compressed; NULL where there was none) and a digest of
    it after, to undo it; and the words that are ours, so that no others are ever taken away.
    """
    db.execute(
        """
        CREATE TABLE sidecar_log (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            batch INTEGER NOT NULL,
            path BLOB NOT NULL,
            before BLOB,
            after BLOB NOT NULL,
            words TEXT NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
        )
        """
    )
    db.execute("CREATE INDEX sidecar_log_by_path ON sidecar_log(path, id)")


@catalogue_migrations()
def order_by_rating(db: Database) -> None:
    """The order of most stars first, read from an index as the others are."""
    db.execute("CREATE INDEX photos_shown_by_rating ON photos(rating, taken_at) WHERE missing = 0")


@catalogue_migrations()
def files_moved(db: Database) -> None:
    """What was done to the user's files, to undo it: renamed from `path` to `now`, or moved to the trash
    (`now` is NULL). Size and time are those of the file then, to know it again. `undone` is 0 for what was
    done, 1 for what was taken back, 2 for what was begun.
    """
    db.execute(
        """
        CREATE TABLE file_log (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            batch INTEGER NOT NULL,
            photo_id INTEGER NOT NULL,
            path BLOB NOT NULL,
            now BLOB,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
        )
        """
    )
    db.execute("CREATE INDEX file_log_by_batch ON file_log(undone, batch)")


@catalogue_migrations()
def offline_since(db: Database) -> None:
    """Time since which an added folder is not there (UTC, ISO 8601); NULL while it is."""
    db.execute("ALTER TABLE folders ADD COLUMN offline_since TEXT")


@catalogue_migrations()
def photos_apart(db: Database) -> None:
    """What the user said is no duplicate: photos of one `saying` are none of each other."""
    db.execute(
        """
        CREATE TABLE apart (
            saying INTEGER NOT NULL,
            photo_id INTEGER NOT NULL REFERENCES photos(id),
            PRIMARY KEY (saying, photo_id)
        ) WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX apart_by_photo ON apart(photo_id)")


@catalogue_migrations()
def tags_of_files(db: Database) -> None:
    """What files say: below which parents a tag's label stands in them (a JSON list of lists), whether they
    alone say it, and the stars of each photo, -1 for rejected ones.
    """
    db.execute("ALTER TABLE tags ADD COLUMN above TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE tags ADD COLUMN is_read INTEGER NOT NULL DEFAULT 0")
    db.execute(
        """
        CREATE TABLE file_stars (
            photo_id INTEGER PRIMARY KEY REFERENCES photos(id),
            stars INTEGER NOT NULL
        )
        """
    )


@catalogue_migrations()
def folders_unread(db: Database) -> None:
    """Number of files of an added folder that were listed and wait to be read; NULL while it is listed."""
    db.execute("ALTER TABLE folders ADD COLUMN unread INTEGER DEFAULT 0")


@catalogue_migrations()
def damaged_photos(db: Database) -> None:
    """Whether the end of a picture is missing. Files left out by earlier versions are tried once more: more
    kinds are read from now on, and pictures of which little is missing.
    """
    db.execute("ALTER TABLE photos ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE skipped SET size = NULL, mtime_ns = NULL")


@catalogue_migrations()
def blank_photos(db: Database) -> None:
    """Whether there is nothing to see in a picture: it is too small, or a single colour. Of photos that are
    here already the size is known, the colour will be when they are read again.
    """
    db.execute("ALTER TABLE photos ADD COLUMN blank INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX photos_blank ON photos(id) WHERE blank = 1")
    db.execute("UPDATE photos SET blank = 1 WHERE min(width, height) < 5")


@catalogue_migrations()
def folders_out(db: Database) -> None:
    """Folders that were taken out, with what was left out of them; `missing` of their photos grew by ten."""
    db.execute(
        "CREATE TABLE folders_out (path BLOB PRIMARY KEY, excludes TEXT NOT NULL DEFAULT '[]') WITHOUT ROWID"
    )


@catalogue_migrations()
def other_names(db: Database) -> None:
    """Further names of photos' files. The version of the reader that a photo's facts are from."""
    db.execute(
        "CREATE TABLE other_names (path BLOB PRIMARY KEY, photo_id INTEGER NOT NULL REFERENCES photos(id),"
        " size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX other_names_by_photo ON other_names(photo_id)")
    db.execute("ALTER TABLE photos ADD COLUMN facts_version INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX photos_damaged ON photos(id) WHERE damaged = 1 AND missing = 0")


@catalogue_migrations()
def acts(db: Database) -> None:
    """Everything the user did as one stack; what could be taken back before goes there."""
    make_acts(db)
    take_over_logs(db)


@catalogue_migrations()
def locations(db: Database) -> None:
    """What the spots are called where photos were taken; of photos that are here it is looked up later."""
    make_locations(db)


@catalogue_migrations()
def words(db: Database) -> None:
    """Words of names, for full-text search."""
    make_words(db)


@catalogue_migrations()
def captions(db: Database) -> None:
    """Captions of photos, and their words; those of photos that are here are read at the next look."""
    make_captions(db)


@catalogue_migrations()
def texts(db: Database) -> None:
    """Text that was read in photos, and its words; nobody has read the photos that are here."""
    make_texts(db)


@catalogue_migrations()
def films(db: Database) -> None:
    """What films say of themselves, and which photos hold one; those that are here are read once more."""
    make_films(db)


@catalogue_migrations()
def fact_edits(db: Database) -> None:
    """Facts that the user decided, or that sidecars say; how photos are turned; acts that wrote sidecars."""
    make_fact_edits(db)
