"""Languages that a model reads."""

from mmdesk.models.clip_folder import ClipFolder

ENGLISH = "English"
"""What the catalogue says of models that read nothing else."""


def is_english_only(folder: ClipFolder) -> bool:
    """Whether a model reads English alone: by the catalogue, or else by its tokenizer, if that is CLIP's."""
    from mmdesk.fetching.catalogue import read_catalogue  # noqa: PLC0415  (a search by pictures needs none)

    said = {model.name: model.languages for model in read_catalogue()}.get(folder.name)
    return said == ENGLISH if said else not folder.architecture["text_cfg"].get("hf_tokenizer_name")
