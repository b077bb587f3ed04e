"""Locations of photos in the catalogue: looked up once for each position, and found by name."""

from collections.abc import Mapping

from mmdesk.core.locations import Location
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.database import Database

UNLOCATED = "FROM photos INDEXED BY photos_unlocated WHERE latitude IS NOT NULL AND location_id IS NULL"

NAMES = "town, region, country, quarter"


class Locations:
    """What the spots are called where the photos of a library were taken."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def waiting(self) -> int:
        """Number of photos with a position whose location nobody has looked up yet."""
        return int(self._catalogue.value(f"SELECT count(*) {UNLOCATED}"))

    def unlocated(self, most: int) -> list[tuple[int, float, float]]:
        """Photos that wait, `most` of them: id, latitude and longitude."""
        sql = f"SELECT id, latitude, longitude {UNLOCATED} LIMIT ?"
        return self._catalogue.rows(sql, [most])

    def put(self, found: Mapping[tuple[int, float, float], Location]) -> None:
        """Give photos at these positions their locations; one that has moved meanwhile still waits."""
        with self._catalogue.writing() as db:
            numbers = {one: _number(db, one) for one in set(found.values())}
            db.conn.executemany(
                "UPDATE photos SET location_id = ? WHERE id = ? AND latitude = ? AND longitude = ?",
                [(numbers[location], *position) for position, location in found.items()],
            )

    def counts(self) -> list[tuple[Location, int]]:
        """Every location with its number of photos."""
        rows = self._catalogue.rows(
            f"SELECT {NAMES}, photos FROM locations JOIN (SELECT location_id, count(*) AS photos FROM photos"
            " INDEXED BY photos_by_location WHERE missing = 0 AND location_id IS NOT NULL"
            " GROUP BY location_id) ON location_id = id ORDER BY photos DESC"
        )
        return [(Location(*names), photos) for *names, photos in rows]

    def all(self) -> list[tuple[int, Location]]:
        """Every location there ever was a photo of, with its number in the catalogue."""
        rows = self._catalogue.rows(f"SELECT id, {NAMES} FROM locations")
        return [(number, Location(*names)) for number, *names in rows]


def _number(db: Database, location: Location) -> int:
    """The number of a location, new where it is new."""
    names = [location.town, location.region, location.country, location.quarter]
    db.execute(f"INSERT OR IGNORE INTO locations ({NAMES}) VALUES (?, ?, ?, ?)", names)
    sql = "SELECT id FROM locations WHERE town = ? AND region = ? AND country = ? AND quarter = ?"
    return int(db.execute(sql, names).fetchone()[0])
