"""The names of cues and rules in words that a person can check against the text.

A cue is named ``name:rest`` (see :mod:`saovuong.reader.features` and :mod:`saovuong.reader.claims`), a rule ``what:where:words``
(see :mod:`saovuong.reader.link`)."""

from collections.abc import Mapping
from functools import lru_cache

_NO_NAMES: Mapping[str, str] = {}
_CUES = {
    "R": "ngay sau số là “{}”",
    "L": "ngay trước số là “{}”",
    "l0": "từ chỉ mức “{}”",
    "r": "sau số có “{}”",
    "l": "trước số có “{}”",
    "ll": "trước đó nữa có “{}”",
    "rr": "xa hơn về sau có “{}”",
    "s": "phía trước trong câu có “{}”",
    "t": "phía sau trong câu có “{}”",
    "b": "đứng sau dấu “{}”",
    "a": "đứng trước dấu “{}”",
}
_BEHIND = {"p": "đi sau số liệu {}", "pn": "đi ngay sau số liệu {}"}
_KINDS = {
    "count": "số đếm",
    "percent": "tỷ lệ",
    "money": "tiền",
    "length": "chiều dài",
    "area": "diện tích",
    "pair": "cặp số có dấu gạch chéo",
    "rating": "mức xếp loại",
    "yes_no": "câu khẳng định",
    "zero": "câu nói không có",
}
_COLUMNS = {
    "index": "cột số thứ tự",
    "label": "cột nội dung",
    "uom": "cột đơn vị tính",
    "target": "cột chỉ tiêu",
    "result": "cột kết quả",
    "rate": "cột tỷ lệ",
    "note": "cột ghi chú",
}
_SIZE_OF_KIND, _SIZE_BEFORE = "{}, {}", "ngay sau số (cỡ {1}) là “{0}”"
_PERCENTS = ("dưới 5%", "từ 5 đến dưới 40%", "từ 40 đến dưới 70%", "từ 70 đến dưới 100%", "đúng 100%", "trên 100%")
_EDGES = {"^": "đứng đầu câu hoặc đầu dòng", "$": "đứng cuối câu hoặc cuối dòng"}
_BARE = {"R0": "sau số không có chữ nào", "L0": "trước số không có chữ nào"}
_WHOLE_RULES = {
    "uom:fits": "đơn vị tính hợp với chỉ tiêu",
    "uom:other": "đơn vị tính khác",
    "heading:fits": "đề mục hợp với chủ đề",
    "heading:other": "đề mục thuộc chủ đề khác",
    "topic:other": "khác chủ đề với số liệu liền trước",
    "topic:same": "cùng chủ đề với số liệu liền trước",
    "block:topic": "cùng chủ đề với phần lớn đoạn này",
    "text:topic": "cùng chủ đề với phần lớn văn bản",
    "recent:topic": "cùng chủ đề với các số liệu vừa đọc",
    "caution:": "chưa đủ chắc thì để người quyết định",
}
_RULES = {
    "overlap": "chữ {where} trùng với tên chỉ tiêu",
    "phrase": "cụm từ của chỉ tiêu {where}",
    "context": "từ ngữ cảnh của chỉ tiêu {where}",
    "head": "từ chính của chỉ tiêu {where}",
    "exclude": "từ loại trừ của chỉ tiêu {where}",
    "taught_after": "cụm từ đã dạy {where}",
    "taught_before": "cụm từ đã dạy {where}",
    "taught_itself": "câu khẳng định đã dạy",
    "part": "gần số liệu là tử số hoặc mẫu số của tỷ lệ",
    "again": "cùng chỉ tiêu với số liệu liền trước",
    "numerator": "tỷ lệ của số liệu liền trước",
    "denominator": "tỷ lệ trên số liệu liền trước",
    "used": "chỉ tiêu đã có số trong đoạn này",
    "met": "chỉ tiêu vừa có số ở trên",
    "uom": "đơn vị tính của số so với đơn vị tính của chỉ tiêu",
    "untaught": "chưa có ví dụ nào về chỉ tiêu này",
    "topic": "cùng chủ đề với số liệu liền trước",
}
_WHERE = {
    "right0": "ngay sau số",
    "left0": "ngay trước số",
    "right": "sau số",
    "left": "trước số",
    "near": "gần số",
    "around": "quanh số",
    "before": "phía trước trong câu",
    "after": "phía sau trong câu",
    "label": "ở đầu dòng của biểu",
    "above": "ở đề mục hoặc câu dẫn",
    "taken": "đã dùng cho số khác",
}


def cue_in_words(name: str, names: Mapping[str, str] = _NO_NAMES) -> str:
    """A cue's name in Vietnamese, with the ``names`` of measures for their codes; a name that is not known stands as it is."""
    kind, _, rest = name.partition(":")
    if kind in _BEHIND:
        code, _, word = rest.partition(":")
        return _BEHIND[kind].format(names.get(code, code)) + (f", ngay sau số là “{word}”" if word else "")
    return _cue(name)


@lru_cache(maxsize=4096)
def _cue(name: str) -> str:
    if name in _BARE:
        return _BARE[name]
    kind, _, rest = name.partition(":")
    if kind in ("a", "b") and rest in _EDGES:
        return _EDGES[rest]
    if kind == "k":
        what, inside, column = rest.partition(":")
        return _KINDS.get(what, what) + (f" ở {_COLUMNS.get(column, column)}" if column else " ngoài biểu" if inside else "")
    if kind in ("v", "w"):
        what, _, size = rest.rpartition(":")
        return _SIZE_OF_KIND.format(_KINDS.get(what, what), _size_in_words(what, size)) if kind == "v" else _SIZE_BEFORE.format(what, size)
    wording = _CUES.get(kind) or _CUES.get(kind.rstrip("123"))
    return wording.format(rest.strip(":")) if wording and rest else name


def _size_in_words(kind: str, size: str) -> str:
    if not size:
        return "không nêu số"
    return _PERCENTS[int(size)] if kind == "percent" else f"{size} chữ số"


def rule_in_words(name: str, words: str | None = None) -> str:
    """A rule's name in Vietnamese, with the ``words`` of the text that it found; a name that is not known stands as it is."""
    told, closed = _rule(name)
    return f"{told}: “{words}”" if words and not closed else told


@lru_cache(maxsize=4096)
def _rule(name: str) -> tuple[str, bool]:
    """The rule in words, and whether they say all, so that no words of the text follow."""
    what, _, rest = name.partition(":")
    where = rest.split(":")[0]
    whole = _WHOLE_RULES.get(f"{what}:{where}")
    if whole:
        return whole, True
    wording = _RULES.get(what)
    return (wording.format(where=_WHERE.get(where, "trong câu")) if wording else name), False
