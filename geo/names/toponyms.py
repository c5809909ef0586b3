"""The only folding of toponyms, for stored names and for queries.

A name passes through ever coarser keys: `exact_key` (spelling kept), `tight_key` (hyphens and blanks
removed), `mild_key` (Kazakh, Russian and Latin spelled alike), `skeleton_key` (vowels merged, suffixes
removed). Every key is a fixed point: folding a key gives that key again.
"""

import re
import unicodedata
from collections.abc import Callable

from geo.names.remembered import remembered
from geo.names.russian import without_suffixes
from geo.names.transliteration import slug, transliterate
from geo.names.type_words import TypeWord, leading_type, trailing_type

__all__ = [
    "TypeWord",
    "clean",
    "exact_key",
    "mild_key",
    "skeleton_key",
    "slug",
    "spelled_key",
    "strip_type",
    "tight_key",
    "transliterate",
]

# Kazakh letters that old code pages put in place of Serbian and Ukrainian ones of cp1251.
_LEGACY = str.maketrans("ќєўјґїѕЌЄЎЈҐЇЅ", "қғұәөүңҚҒҰӘӨҮҢ")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", ""))
_LATIN_TWINS = "aceopxyiABCEHIKMOPTXYjJ"
_CYRILLIC_TWINS = "асеорхуіАВСЕНІКМОРТХУјЈ"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS[:-2], _CYRILLIC_TWINS[:-2])
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")


_LETTERS = "0-9а-яёА-ЯЁәғқңөұүһіӘҒҚҢӨҰҮҺІ"
_PLAIN = re.compile(rf"[{_LETTERS}.,()«»№\"/-]+(?: [{_LETTERS}.,()«»№\"/-]+)*")
"""A text that nothing has to be mended in: Cyrillic letters of one code point, single blanks."""
_PLAIN_WORD = re.compile(rf"[{_LETTERS}]+|[0-9A-Za-z]+")
"""A word of one alphabet: no type word stands beside it, and no key takes anything out of it but its case."""


def _mend_word(word: str) -> str:
    """A word of a Cyrillic text, written in one alphabet if look-alike letters allow it.

    Otherwise the word is unchanged.
    """
    if not _LATIN.search(word):
        return word
    if not _CYRILLIC.search(word):
        # A lone Latin `c` or `a` before a Cyrillic name is the abbreviation of село or аул.
        alone = len(word) == 1 and word in "acp"
        return word.translate(_TO_CYRILLIC) if alone else word
    cyrillic = word.translate(_TO_CYRILLIC)
    if not _LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return word if _CYRILLIC.search(latin) else latin


def _clean_once(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_DASHES)
    if _CYRILLIC.search(text) and _LATIN.search(text):  # only then can a word be in the wrong alphabet
        text = _WORD.sub(lambda word: _mend_word(word.group()), text)
    return " ".join(text.translate(_LEGACY).split())


def _settle(fold: Callable[[str], str], text: str) -> str:
    """The result of applying `fold` until nothing changes.

    No fold here lengthens the text, so this ends; at most 50 times.
    """
    for _ in range(50):
        folded = fold(text)
        if folded == text:
            return text
        text = folded
    return text


@remembered
def clean(text: str) -> str:
    """`text` with look-alike and legacy letters corrected, dashes made hyphens, white space folded.

    A word with mixed alphabets becomes Cyrillic if all its Latin letters have Cyrillic look-alikes, or else
    Latin if all its Cyrillic letters have Latin look-alikes. Any other word stays. Case and punctuation are
    kept.
    """
    if text.isascii():
        return " ".join(text.split())
    return text if _PLAIN.fullmatch(text) else _settle(_clean_once, text)


@remembered
def strip_type(text: str) -> tuple[str, TypeWord | None]:
    """The cleaned name without its type word, and the kind of the outermost type word.

    The kind is None if there is no type word. `с. Карасай` -> (`Карасай`, VILLAGE); `Ақкөл ауданы` ->
    (`Ақкөл`, DISTRICT). A name that is nothing but a type word stays as it is. Quotes around the whole rest
    are removed.
    """
    if _PLAIN_WORD.fullmatch(text):
        return text, None
    name = clean(text)
    kind: TypeWord | None = None
    while (found := leading_type(name) or trailing_type(name)) is not None:
        name, word = found
        kind = kind or word
    return _unquoted(name), kind


def _unquoted(name: str) -> str:
    """The name without quotes or brackets around the whole name, and without punctuation at its ends."""
    bare = name.strip(" ,;.")
    pairs = {"«": "»", '"': '"', "“": "”", "(": ")"}
    if len(bare) > 2 and pairs.get(bare[0]) == bare[-1] and bare[1:-1].strip():
        return bare[1:-1].strip()
    return bare or name


_PUNCTUATION = re.compile(r"[^\w/-]+|_")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`ʹ′\"")
_LOOSE_HYPHEN = re.compile(r"\s*-[\s-]*")


def _exact_once(text: str) -> str:
    name, _ = strip_type(text)
    name = name.lower().replace("ё", "е").replace("\u0307", "")
    name = _PUNCTUATION.sub(" ", name.translate(_APOSTROPHES))
    return " ".join(_LOOSE_HYPHEN.sub("-", name).strip(" -/").split())


@remembered
def exact_key(text: str) -> str:
    """The name in lower case without type word and punctuation, ё as е; hyphens and inner blanks stay."""
    if _PLAIN_WORD.fullmatch(text):
        return text.lower().replace("ё", "е")
    return _settle(_exact_once, text)


_JOINTS = re.compile(r"[\s/-]+")


def _tight_once(text: str) -> str:
    return _JOINTS.sub("", exact_key(text))


@remembered
def tight_key(text: str) -> str:
    """`exact_key` without blanks, hyphens and slashes: `Кара-Озек` and `Караозек` have the same tight key."""
    return _settle(_tight_once, text)


_MILD = str.maketrans(
    {
        "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ж": "j", "з": "z",
        "и": "i", "й": "i", "і": "i", "ы": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n",
        "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f",
        "х": "h", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "э": "e", "ю": "iu",
        "я": "ia", "y": "i", "q": "k", "w": "u", "ı": "i", "x": "ks", "ё": "e",
    }
)  # fmt: skip
# In this order: Latin digraphs of BGN/PCGN and Kazakh Latin, then the glides that spellings drop.
_DIGRAPHS = (
    ("shch", "sh"), ("zh", "j"), ("dj", "j"), ("gh", "g"), ("kh", "h"), ("iie", "ie"), ("ie", "e"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")


def _in_ascii(text: str) -> str:
    name = tight_key(text).translate(_MILD)
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
        name = "".join(char for char in name if not unicodedata.combining(char)).lower().translate(_MILD)
    for digraph, letter in _DIGRAPHS:
        name = name.replace(digraph, letter)
    return name


@remembered
def spelled_key(text: str) -> str:
    """The mild key with doubled letters kept, which tells `Кинаа` from `Кына`.

    Folding the key again may change it.
    """
    return _in_ascii(text)


def _mild_once(text: str) -> str:
    name = _in_ascii(text)
    return _DOUBLE.sub(lambda run: run.group() if run.group(1).isdigit() else run.group(1), name)


@remembered
def mild_key(text: str) -> str:
    """The name in ASCII letters, equal for Kazakh, Russian and Latin spellings; doubled letters become one.

    `Ақкөл`, `Акколь` and `Akkol` give `akol`. Digits are never merged.
    """
    return _settle(_mild_once, text)


_COARSE = (
    ("ch", "sh"), ("ng", "n"), ("iu", "u"), ("ia", "a"), ("u", "o"), ("sh", "w"), ("h", "k"), ("w", "sh"),
    ("ts", "s"), ("ei", "i"), ("oi", "o"), ("f", "p"), ("v", "b"),
)  # fmt: skip


def _skeleton_once(text: str) -> str:
    name = mild_key(text)
    for fine, coarse in _COARSE:
        name = name.replace(fine, coarse)
    name = _DOUBLE.sub(lambda run: run.group() if run.group(1).isdigit() else run.group(1), name)
    return without_suffixes(name)


@remembered
def skeleton_key(text: str) -> str:
    """The mild key with vowels merged and suffixes removed: `Наумовский`, `Наумовка` and `Наумово` share it.

    Different names may share a skeleton: it proposes candidates, it never proves one.
    """
    return _settle(_skeleton_once, text)
