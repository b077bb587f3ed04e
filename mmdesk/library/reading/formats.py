"""Which files are photographs to us, and which are pictures we leave out and say so."""

import os
from importlib.util import find_spec

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""Pillow's names of the parsers a file may reach; Pillow itself would try more than forty."""

ALWAYS_READ = frozenset(
    b".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .gif .bmp .dib .tif .tiff .avif".split(),
)
"""Extensions of files that are opened wherever mmdesk runs."""

HEIC = frozenset(b".heic .heif .hif".split())

JPEG_XL = frozenset((b".jxl",))

RAW = frozenset(
    b".3fr .arw .cr2 .cr3 .crw .dcr .dng .erf .iiq .kdc .mef .mos .mrw .nef .nrw .orf .pef .raf .raw"
    b" .rw2 .rwl .sr2 .srf .srw .x3f".split(),
)
"""Extensions of what cameras write before they make a picture of it."""

EXTRAS = {"pillow_heif": ("heic", HEIC), "pillow_jxl": ("jxl", JPEG_XL), "rawpy": ("raw", RAW)}
"""By module: the extra that installs it, and the extensions of what it reads."""

READ = ALWAYS_READ.union(*(kinds for module, (_, kinds) in EXTRAS.items() if find_spec(module)))
"""Extensions of files that are opened here."""

NOT_READ = {
    **dict.fromkeys(HEIC, "HEIC"),
    **dict.fromkeys(JPEG_XL, "JPEG XL"),
    **dict.fromkeys((b".jp2", b".j2k", b".jpf", b".jpx", b".jpc", b".j2c"), "JPEG 2000"),
    **dict.fromkeys(RAW, "raw camera"),
    **dict.fromkeys((b".psd", b".psb"), "Photoshop"),
    **dict.fromkeys((b".ico", b".cur", b".icns"), "icon"),
    **dict.fromkeys((b".ppm", b".pgm", b".pbm", b".pnm", b".pfm"), "PNM"),
    **dict.fromkeys((b".eps", b".ps"), "PostScript"),
    **dict.fromkeys((b".fli", b".flc"), "FLIC"),
    **dict.fromkeys((b".sgi", b".rgb", b".rgba", b".bw"), "SGI"),
    **dict.fromkeys((b".svg", b".svgz"), "SVG"),
    **dict.fromkeys((b".tga", b".icb", b".vda", b".vst"), "Targa"),
    **dict.fromkeys((b".dds", b".ftu", b".ftc", b".blp", b".wal", b".vtf"), "game texture"),
    **dict.fromkeys((b".exr", b".hdr"), "high dynamic range"),
    **dict.fromkeys((b".pcx", b".dcx"), "PCX"),
    **dict.fromkeys((b".xbm", b".xpm"), "X11"),
    b".fpx": "FlashPix",
    b".mic": "Microsoft Image Composer",
    b".msp": "Microsoft Paint",
    b".pcd": "Photo CD",
    b".qoi": "QOI",
    b".ras": "Sun raster",
    b".wmf": "Windows metafile",
    b".emf": "Windows metafile",
    b".xcf": "GIMP",
}
"""Extensions of pictures that are listed as left out where they are not read, with the name of their kind."""


def extension(name: bytes) -> bytes:
    """The extension of a file name in lower case, its dot included."""
    return os.path.splitext(name)[1].lower()


def is_read(name: bytes) -> bool:
    """Whether a file of this name is opened."""
    return extension(name) in READ


def reason_not_read(name: bytes) -> str | None:
    """Why a file of this name is left out unopened; None when it is opened, or is no picture at all."""
    kind = extension(name)
    if kind in READ or kind not in NOT_READ:
        return None
    extra = next((extra for extra, kinds in EXTRAS.values() if kind in kinds), None)
    if extra is None:
        return f"Pictures of this kind ({NOT_READ[kind]}) are not read by this version of mmdesk."
    return f"Pictures of this kind ({NOT_READ[kind]}) need an addition: pip install 'mmdesk[{extra}]'."
