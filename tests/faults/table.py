"""What can go wrong, what is promised then, which test does it, and what the promise rests on.

The rows are in `rows/`. `without` takes a protection out: in `file`, `old` becomes `new`. The test must fail
then; `python -m tests.faults.unprotected` tries it, row by row, on a copy of the program.
"""

from tests.faults.rows.cluster import CLUSTER
from tests.faults.rows.data_folder import DATA_FOLDER
from tests.faults.rows.files import FILES
from tests.faults.rows.moved import MOVED
from tests.faults.rows.power import POWER
from tests.faults.rows.sidecars import SIDECAR_FILES
from tests.faults.rows.workers import WORKERS

TABLE = (*POWER, *DATA_FOLDER, *WORKERS, *CLUSTER, *FILES, *MOVED, *SIDECAR_FILES)
