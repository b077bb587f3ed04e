"""Languages of a search line: whether its words are not English, as far as they give it away."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from mmdesk.core.language import tr
from mmdesk.core.search_line.terms import Term

_WORD = re.compile(r"[^\W\d_]+")

_TELLING = (
    "auf aus avec bei dans das ein eine einem einen mit och ohne oder ou para por sobre und unter una une zum"
    " zur"
)
_IN_NAMES = "con dem den der des die el et im la las le les los sans sin sur vor"

TELLING = frozenset(_TELLING.split())
"""Small words that English is without, and names mostly are."""

FOREIGN = TELLING | frozenset(_IN_NAMES.split())
"""Small words that English is without."""

_GERMAN = """
    baum bäume berge blume blumen brücke burg fahrrad feuerwerk fluss frühling garten geburtstag
    großmutter haus häuser herbst himmel hochzeit hund hunde katze katzen kinder kirche kuchen meer nacht
    pferd pferde regen schiff schloss schnee sonne sonnenuntergang stadt strasse straße vogel vögel wald
    wasser weihnachten wiese wolken
"""

_OTHERS = """
    anniversaire arbre arbres bateau chapeau cheval chien chiens ciel enfant enfants femme femmes fleur
    fleurs forêt gâteau homme hommes maison montagne neige nuage nuages nuit oiseau oiseaux plage pluie
    rivière soleil vélo voiture árbol agua barco bicicleta bosque caballo calle cielo ciudad coche
    cumpleaños flores gato gatos hombre iglesia lluvia montaña mujer nieve niña niño noche nubes pájaro
    perro perros playa puente acqua albero bambina bambini cane cani cavallo chiesa città compleanno donna
    fiore fiori fiume foresta gatti gatto giardino macchina montagna neve notte pioggia spiaggia tramonto
    uccello uomo árvore cachorro céu chuva cidade criança crianças floresta homem igreja montanha mulher
    nuvens pássaro praia bloemen fiets hond honden kerk paard sneeuw vrouw
"""

THINGS_IN_GERMAN = frozenset(_GERMAN.split())
"""What photos show, in German, which has a capital for every noun."""

THINGS = frozenset(_OTHERS.split())
"""What photos show, in French, Spanish, Italian, Portuguese and Dutch; with a capital it may be a name."""

NOT_READ = tr(
    "Some of these words are not known to this model, which reads English; models for "
    "many languages are on the Models page."
)
"""What is said of words of another language."""


def is_foreign(terms: Sequence[Term], knows: Callable[[str], bool]) -> bool:
    """Whether words that are looked for are not English; `knows` tells which words are, or name something."""
    return any(_is_foreign(text, knows) for term in terms if term.kind == "words" for text in term.texts)


def is_foreign_thing(word: str) -> bool:
    """Whether a word says in another language than English what a photo shows."""
    return word in THINGS or word.lower() in THINGS_IN_GERMAN


def _is_foreign(text: str, knows: Callable[[str], bool]) -> bool:
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    if any(_is_of_another_script(word) for word in words):
        return True
    unknown = [word for word in words if not knows(word)]
    if any(map(is_foreign_thing, unknown)):
        return True
    has_telling = any(word.casefold() in TELLING for word in words if not word.isupper())
    return has_telling and any(len(word) > 3 and word.casefold() not in FOREIGN for word in unknown)


def _is_of_another_script(word: str) -> bool:
    return not any("LATIN" in unicodedata.name(letter, "LATIN") for letter in word) and not word.isascii()
