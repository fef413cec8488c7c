"""The head of an official document: issuing body, name of the state, number, place and date; and the title below it, which may take lines.

UBND HUYỆN A                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BAN CHQS XÃ B                  Độc lập - Tự do - Hạnh phúc
Số: 12/BC-BCH                Xã B, ngày 5 tháng 12 năm 2024
                    BÁO CÁO
   Kết quả công tác quốc phòng, quân sự địa phương năm 2024;
            phương hướng, nhiệm vụ năm 2025
"""

import re
from dataclasses import dataclass
from functools import cache

from saovuong.reader.words import words_pattern

_NUMBER_LINE = re.compile(r"số\s*:[^\n]{0,20}?[/-]\s*[a-zđ]")
_LONGEST_HEAD, _LONGEST_TITLE, _MOST_LINES = 16, 220, 3
_NO_TITLE = re.compile(r"[-+*•(]|\d{1,2}[.)/]|(?:[ivx]{1,5}|[a-hđ])[.)/]\s|(?:kính gửi|căn cứ|thực hiện|thi hành|phần|mục|chương)(?!\w)|\d")


@cache
def _state_line() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*{words_pattern('layout', 'state_lines')}")


@cache
def _document_type() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*{words_pattern('layout', 'document_types')}[\W_]*")


@dataclass(slots=True)
class HeadReader:
    """Shown the lines of a text from the top, finds where the letterhead ends and which lines make up the title.

    ``title_at`` is the number of the block that holds the title, 0 where there is no letterhead."""

    title_at: int = 0
    _letterhead: bool = False
    _lines: int = -1
    _last: str = ""

    def title_goes_on(self, text: str, low: str, *, block: int) -> bool:
        """Whether a line belongs to the title that the line before opened or went on with; it would be the block number ``block``."""
        if self._lines < 0:
            if block < _LONGEST_HEAD:
                self._letterhead = self._letterhead or bool(_state_line().match(low) or _NUMBER_LINE.match(low))
                if self._letterhead and _document_type().fullmatch(low):
                    self.title_at, self._lines = block, 0
            return False
        joins = self._lines < _MOST_LINES and len(low) <= _LONGEST_TITLE and not _NO_TITLE.match(low) and not low.endswith((".", ":"))
        joins = joins and (self._lines == 0 or self._last.endswith((";", ",")) or text[:1].islower())
        self._lines, self._last = (self._lines + 1 if joins else _MOST_LINES), low
        return joins
