"""The checker of format: every rule of the profile that a written paper breaks, measured, with its place."""

from collections.abc import Callable, Iterator, Mapping

from saovuong.writers import check_head, check_page, check_text
from saovuong.writers.package import Package
from saovuong.writers.paper import FormatFinding, Paper, cut_paper
from saovuong.writers.profile import Profile

_RULES: Mapping[str, Callable[[Paper], Iterator[FormatFinding]]] = {
    "page-size": check_page.page_size,
    "margins": check_page.margins,
    "font": check_page.font,
    "unicode": check_page.unicode,
    "page-number": check_page.page_number,
    "nation": check_head.nation,
    "motto": check_head.motto,
    "issuer": check_head.issuer,
    "number": check_head.number,
    "date": check_head.date,
    "type-name": check_head.type_name,
    "subject": check_head.subject,
    "body": check_text.body,
    "ending": check_text.ending,
    "recipients": check_text.recipients,
    "signature": check_text.signature,
    "annex": check_text.annex,
    "secrecy-stamp": check_text.secrecy_stamp,
}
RULES = frozenset(_RULES)


def check_format(package: Package, profile: Profile) -> tuple[FormatFinding, ...]:
    """Findings in the order of the profile's rules. Raises NotADocx for a package without readable parts."""
    paper = cut_paper(package, profile)
    return tuple(finding for rule in profile.rules if rule in _RULES for finding in _RULES[rule](paper))
