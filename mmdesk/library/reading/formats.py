"""Which files are photographs to us, and which are pictures we leave out and say so."""

import os
from importlib.util import find_spec

from mmdesk.core.language import tr, trc
from mmdesk.library.reading import kinds

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PSD", "PPM")
"""Pillow's names of the parsers a file may reach; Pillow itself would try more than forty."""

BY_NAME = {"DIB": (b".dib",), "PCX": (b".pcx",), "TGA": (b".icb", b".tga", b".vda", b".vst")}
"""Parsers of files whose first bytes say nothing: only files of these names reach them."""

ALWAYS_READ = frozenset(
    b".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .gif .bmp .tif .tiff .avif .jp2 .j2k .jpf .jpx .jpc .j2c"
    b" .ppm .pgm .pbm .pnm .pfm .psd".split(),
).union(*BY_NAME.values())
"""Extensions of files that are opened wherever mmdesk runs."""

HEIC = frozenset(b".heic .heif .hif".split())

JPEG_XL = frozenset((b".jxl",))

RAW = frozenset(
    b".3fr .arw .cr2 .cr3 .crw .dcr .dng .erf .iiq .kdc .mef .mos .mrw .nef .nrw .orf .pef .raf .raw"
    b" .rw2 .rwl .sr2 .srf .srw .x3f".split(),
)
"""Extensions of what cameras write before they make a picture of it."""

FILMS = frozenset(b".mov .mp4 .m4v .avi .mkv .webm .mts .3gp".split())

LIVE_FILMS = frozenset((b".mov", b".mp4"))
"""Extensions of films that telephones take around the moment of a photo, and keep beside it."""

EXTRAS = {
    "pillow_heif": ("heic", HEIC),
    "pillow_jxl": ("jxl", JPEG_XL),
    "rawpy": ("raw", RAW),
    "av": ("video", FILMS),
}
"""The extra that installs a module, and the extensions of what it reads, by module."""

KINDS = {kinds.HEIF: "pillow_heif", kinds.JPEG_XL: "pillow_jxl", kinds.RAW: "rawpy"}
"""What a file may be by its first bytes, and the module that reads it."""


def is_installed(module: str) -> bool:
    """Whether one of the modules of EXTRAS can be had here."""
    return find_spec(module) is not None


READ = ALWAYS_READ.union(*(suffixes for module, (_, suffixes) in EXTRAS.items() if is_installed(module)))
"""Extensions of files that are opened here."""

NOT_READ = {
    **dict.fromkeys(HEIC, "HEIC"),
    **dict.fromkeys(JPEG_XL, "JPEG XL"),
    **dict.fromkeys(RAW, trc("kind of picture", "raw camera")),
    **dict.fromkeys(FILMS, trc("kind of picture", "film")),
    **dict.fromkeys((b".psb", b".pdd"), "Photoshop"),
    **dict.fromkeys((b".ico", b".cur", b".icns"), trc("kind of picture", "icon")),
    **dict.fromkeys((b".eps", b".ps"), "PostScript"),
    **dict.fromkeys((b".fli", b".flc"), "FLIC"),
    **dict.fromkeys((b".sgi", b".rgb", b".rgba", b".bw"), "SGI"),
    **dict.fromkeys((b".svg", b".svgz"), "SVG"),
    **dict.fromkeys(
        (b".dds", b".ftu", b".ftc", b".blp", b".wal", b".vtf"), trc("kind of picture", "game texture")
    ),
    **dict.fromkeys((b".exr", b".hdr"), trc("kind of picture", "high dynamic range")),
    **dict.fromkeys((b".dcx",), "PCX"),
    **dict.fromkeys((b".xbm", b".xpm"), "X11"),
    b".fpx": "FlashPix",
    b".mic": "Microsoft Image Composer",
    b".msp": "Microsoft Paint",
    b".pcd": "Photo CD",
    b".qoi": "QOI",
    b".ras": "Sun raster",
    b".wmf": tr("Windows metafile"),
    b".emf": tr("Windows metafile"),
    b".xcf": "GIMP",
}
"""Extensions of pictures that are listed as left out where they are not read, with the name of their kind."""


FILMS_NEED = tr("Films need an addition: pip install 'mmdesk[video]'.")


def extension(name: bytes) -> bytes:
    """The extension of a file name in lower case, its dot included."""
    return os.path.splitext(name)[1].lower()


def reason_not_read(name: bytes) -> str | None:
    """Why a file of this name is left out unopened; None when it is opened, or is no picture at all."""
    kind = extension(name)
    if kind in READ or kind not in NOT_READ:
        return None
    extra = next((extra for extra, suffixes in EXTRAS.values() if kind in suffixes), None)
    if extra is None:
        return tr(
            "Pictures of this kind ({kind}) are not read by this version of mmdesk.", kind=NOT_READ[kind]
        )
    return _needs(NOT_READ[kind], extra)


def reason_kind_not_read(kind: str | None) -> str | None:
    """Why a file that is of this kind by its first bytes is left out; None when it is read."""
    module = KINDS.get(kind or "")
    if module is None or is_installed(module):
        return None
    extra, suffixes = EXTRAS[module]
    return _needs(NOT_READ[min(suffixes)], extra)


def _needs(kind: str, extra: str) -> str:
    if extra == "video":
        return FILMS_NEED
    return tr(
        "Pictures of this kind ({kind}) need an addition: pip install 'mmdesk[{extra}]'.",
        kind=kind,
        extra=extra,
    )
