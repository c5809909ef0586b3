"""Reads printed e-mail addresses and web sites. They are corrected only if the print proves what was meant.

These errors are corrected: `www.` before an address, Cyrillic letters that look Latin, a space beside `@` or
after a dot, an underscore or a hyphen, letter-spacing, and domains that the acts print complete elsewhere
(`seeds/lookups/contacts.yaml`). A local part broken at a plain space is refused: an underscore may have been
lost there.
"""

import re
from dataclasses import dataclass

from model.late_import import late
from model.lookup_words import Contacts
from model.lookups import lookup
from model.values.phones import Refused

_LOOKALIKES = str.maketrans("аеорсухіѕјктмАВЕКМНОРСТХУІЅЈ", "aeopcyxisjktmABEKMHOPCTXYISJ")
_L = "A-Za-z0-9аеорсухіѕјктмАВЕКМНОРСТХУ"
_LOCAL = re.compile(
    rf"(?P<local>(?:(?<![{_L}_+-])(?=[\d_+-]*[A-Za-z])[{_L}_+-]+(?:(?<!\.kz)(?<!\.ru)[._-]|\s_)\s+)*(?:(?<![{_L}])(?:[a-z]\s){{3,}}[a-z]?|[{_L}._+-]*[{_L}_+-]))\s*$"
)
_DOMAIN = re.compile(
    rf"\s?(?P<domain>(?:(?:[{_L}-]+\s?[./]\s?){{1,3}}?(?:ru|kz|com|net|org)|mail\s+ru)(?![{_L}]))",
    re.IGNORECASE,
)
_TLD = r"(?:kz|ru|com|net|org)"
_PATH = r"(?:/[A-Za-z0-9_./-]*)?(?![\w@])"
_SITE = re.compile(
    # After `www.` a blank beside a hyphen is a broken line, and a look-alike letter is a typing error.
    rf"(?<![@\w.])(?P<site>(?:https?://\s?)?(?:www\s?\.\s?(?:[{_L}]+(?:\s?-\s?[{_L}]+)*\s?\.\s?){{1,4}}?{_TLD}"
    rf"|(?:(?=[\d-]*[a-z])[a-z0-9-]+\s?\.\s?){{1,4}}?{_TLD}){_PATH})",
    re.IGNORECASE,
)
_TORN = re.compile(r"(?<![\w.@-])(?P<word>[A-Za-z]{3,}[0-9]*)\s+$")
_BROKEN_END = re.compile(r"\s?[^\s,;]*(?:\s+[\w-]*\s?\.\s?(?:ru|kz|com)\b)?", re.IGNORECASE)
_NO_AT = re.compile(
    r"(?:e\s?-?\s?)?mail\s*[:.]*\s*(?P<mail>[\w.-]+(?:\s[\w-]+){0,2}\s?\.\s?(?:ru|kz|com))\b", re.IGNORECASE
)
_LABEL = re.compile(r"(?:e\s?-?\s?mail|е-mail|эл\.?\s*почта|сайт|web|http(?=\s))\s*[:.]*\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadText:
    """A contact that is text: the value to use, and the printed text."""

    value: str
    printed: str


@dataclass(frozen=True, slots=True)
class WebRead:
    """E-mails and sites in a cell, each once, the refused pieces, and the remaining text."""

    emails: tuple[ReadText, ...]
    websites: tuple[ReadText, ...]
    refused: tuple[Refused, ...]
    rest: str


def parse_web(text: str) -> WebRead:
    """E-mail addresses and sites in a cell of any kind. `rest` is the cell without them and their labels."""
    emails: list[ReadText] = []
    refused: list[Refused] = []
    while "@" in text:
        start, end, address = _email_at(text, text.index("@"))
        if isinstance(address, Refused):
            refused.append(address)
        else:
            emails.append(address)
        # The gap keeps the texts left and right of the address apart.
        text = f"{text[:start]} ; {text[end:]}"
    refused.extend(Refused(mail["mail"], "e-mail without @") for mail in _NO_AT.finditer(text))
    text = _NO_AT.sub(" ; ", text)
    sites: list[ReadText] = []
    text = _unglued(text)

    def site(match: re.Match[str]) -> str:
        torn = _TORN.search(match.string[: match.start()])
        if torn and not _LABEL.fullmatch(torn["word"]):
            refused.append(Refused(match["site"], "broken site"))
            return " ; "
        host = match["site"]
        url = _url(host)
        if any(re.search(rf"[/.]{re.escape(box)}$", url) for box in lookup(Contacts).mail_providers):
            refused.append(Refused(match["site"], "e-mail without @"))
        else:
            sites.append(ReadText(url, host))
        return " ; "

    text = _SITE.sub(site, text)
    rest = re.sub(r"(?:\s*[;,.]?\s*;\s*)+", " ; ", _LABEL.sub(" ", text)).strip(" ;,")
    return WebRead(_unique(emails), _unique(sites), tuple(refused), " ".join(rest.split()))


def parse_emails(text: str) -> tuple[ReadText, ...]:
    """The e-mail addresses in a cell; what cannot be read is left out."""
    return parse_web(text).emails


def parse_websites(text: str) -> tuple[ReadText, ...]:
    """The web sites in a cell as URLs; what cannot be read is left out."""
    return parse_web(text).websites


def _email_at(text: str, at: int) -> tuple[int, int, ReadText | Refused]:
    """The address around the `@` at an index: start, end, and the address or why it is refused."""
    left = _LABEL.sub(lambda label: "\n" * len(label.group()), text[:at])
    local, domain = _LOCAL.search(left), _DOMAIN.match(text, at + 1)
    start = local.start("local") if local else at
    end = domain.end() if domain else at + 1 + len((_BROKEN_END.match(text[at + 1 :]) or [""])[0])
    if local is None or domain is None:
        before = re.search(r"\S*\s?$", left)
        start = before.start() if local is None and before else start
        return start, end, Refused(text[start:end].strip(), "broken e-mail")
    printed = text[start:end]
    # A plain space between Latin words: was it a space, an underscore or nothing?
    torn = re.search(r"[A-Za-z][A-Za-z0-9_]*\s+$", left[:start])
    glued = start and re.match(r"[^\W\d_]|/", left[start - 1])
    if (torn and not re.search(r"\.(ru|kz|com)\s+$", left[:start])) or glued:
        word = re.search(r"\S+\s*$", left[:start])
        start = word.start() if word else start
        return start, end, Refused(text[start:end], "broken e-mail")
    # `www.Karashai_so@mail.ru`: a site contains no @, so this is an address after the mark of a site.
    value = re.sub(r"^www\.(?=.+@)", "", _mended(local["local"], domain["domain"]), flags=re.IGNORECASE)
    if re.search(r"[a-z]I", value):
        return start, end, Refused(printed, "capital I or small l")
    return start, end, ReadText(value, printed) if _is_address(value) else Refused(printed, "broken e-mail")


def _is_address(text: str) -> bool:
    """Whether the text is a valid e-mail address; whether it exists is not checked."""
    validator = late("email_validator")
    try:
        validator.validate_email(text, check_deliverability=False)
    except validator.EmailNotValidError:
        return False
    return True


def _mended(local: str, domain: str) -> str:
    """The address with proven errors corrected."""
    local = re.sub(r"\s", "", local).translate(_LOOKALIKES).lstrip(".-")
    domain = re.sub(r"^mail\s+ru$", "mail.ru", domain, flags=re.IGNORECASE)
    domain = re.sub(r"\s", "", domain).translate(_LOOKALIKES).lower()
    mended = lookup(Contacts).mended_domains.get(domain, domain)
    if mended != domain and "1" in domain:
        # The domain proves that this print has the digit 1 for the letter l.
        local = re.sub(r"(?<=[a-z])1(?=[a-z])", "l", local)
    return f"{local}@{mended}"


def _unglued(text: str) -> str:
    """The text with a space before sites that are printed together with a house number: `79sarkand.kz`.

    Only for sites that the acts print alone elsewhere.
    """
    for host in lookup(Contacts).sites_met_glued:
        text = re.sub(rf"(?<=\d)(\s*[aа]?)(?={re.escape(host)})", r"\1 ", text)
    return text


def _url(printed: str) -> str:
    """The printed site as a URL, with `http` if no scheme is printed."""
    address = re.sub(r"\s", "", printed).translate(_LOOKALIKES)
    scheme, found, host = address.rpartition("://")
    host, slash, path = host.partition("/")
    return f"{scheme.lower() if found else 'http'}://{host.lower()}{slash if path else ''}{path}"


def _unique(texts: list[ReadText]) -> tuple[ReadText, ...]:
    return tuple({text.value: text for text in texts}.values())
