"""Models that can be fetched from the internet: what a person must know before, and where they lie."""

from dataclasses import dataclass

from mmdesk.core.language import tr


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a model at its source.

    `names` are the names it may have there, the best first; the first that is there is taken, and keeps its
    name. `url` is its address where the source is no hub. `size` in bytes and `sha256` are None where they
    are not known beforehand.
    """

    names: tuple[str, ...]
    url: str | None = None
    size: int | None = None
    sha256: str | None = None

    @property
    def called(self) -> str:
        """Its name, and which other one will do where there is no file of that name."""
        first, *others = self.names
        if not others:
            return first
        return tr("{file} (where it is not there: {others})", file=first, others=", ".join(others))


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A model that can be fetched.

    `kind` is "clip", "vqgan", "kandinsky", "kandinsky-prior" or "janus". `advice` says in a few words whom it
    is for ("Recommended for most"), and is empty for most; `purpose` is one sentence. `repository` and
    `revision` name it on the Hugging Face hub; where `repository` is None, each file has an address of its
    own. `size_bytes` is about what is downloaded, `memory_bytes` about what it takes at work. `operations`
    are additions and multiplications that a CLIP needs to look at one picture.
    """

    name: str
    kind: str
    purpose: str
    files: tuple[RemoteFile, ...]
    size_bytes: int
    memory_bytes: int
    licence: str
    licence_url: str
    advice: str = ""
    licence_note: str = ""
    languages: str = ""
    repository: str | None = None
    revision: str = "main"
    operations: float | None = None

    @property
    def source(self) -> str:
        """Where it comes from: the hub's repository and revision, or the address of its weights."""
        if self.repository is not None:
            return f"{self.repository}@{self.revision}"
        return self.files[-1].url or ""


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """A model of the catalogue, as it stands here.

    `addresses` are the name and the address of each of its files. `fetched_bytes` is what an earlier fetch
    that was broken off has left to go on with; None where nothing has been fetched. `pictures_per_second`
    is what can be expected here, by other models that were measured; None where none was.
    """

    model: CatalogueModel
    addresses: tuple[tuple[str, str], ...] = ()
    fetched_bytes: int | None = None
    pictures_per_second: float | None = None

    @property
    def state(self) -> str:
        """The word scripts know: "available", or "fetching" where a part of it is here."""
        return "available" if self.fetched_bytes is None else "fetching"
