"""How well a text reads as Vietnamese: the share of its accented words that are possible syllables.

A decoding is right when its words can be said. Vietnamese syllables follow so strict a pattern that a wrong decoding hardly ever makes one.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uâng uân uât uây uc ui um un ung up ut uê uêch uênh uêt uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu ynh yt
"""
_SYLLABLE = re.compile(_ONSET + "(?:" + "|".join(sorted(_RHYMES.split(), key=len, reverse=True)) + ")")
# Runs that may be words: everything but spaces, digits, ASCII signs and the marks that stand around words in any Vietnamese text.
_WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f“”‘’„…–—•●▪➤►→✔\u200b\ufeff]+")
_ACCENTED = re.compile("[\x80-\u1fff\ue000-\uf8ff\ufffd]")
# đ, QĐ, ĐVTN: short forms say nothing for or against.
_SHORT = re.compile("[b-df-hj-np-tv-zđ]+", re.IGNORECASE)


def vietnamese_words(text: str) -> tuple[int, int]:
    """How many words of ``text`` have a sign outside ASCII, and how many of these are Vietnamese syllables."""
    accented = [word for word in _WORD.findall(text) if _ACCENTED.search(word) and not _SHORT.fullmatch(word)]
    return len(accented), sum(map(is_syllable, accented))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether ``word`` can be a Vietnamese syllable with at most one tone; ``Hòa``, ``Đắk`` and ``NGHĨA`` are, ``hßa`` is not."""
    apart = unicodedata.normalize("NFD", word.lower())
    plain = apart.translate(_TONES)
    if len(apart) - len(plain) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None
