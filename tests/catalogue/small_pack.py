"""A whole pack of a few lines, right in every respect, for tests that break one thing in it."""

from pathlib import Path

FILES = {
    "pack.toml": """
code = "small"
name_vi = "Gói nhỏ"
name_en = "Small pack"
version = "1.0.0"
languages = ["vi", "en"]
""",
    "uoms.toml": """
[[uom]]
code = "person"
name_vi = "người"
name_en = "person"
words = ["người", "đồng chí"]

[[uom]]
code = "km"
name_vi = "km"
name_en = "kilometre"
words = ["km"]
factors = { "m" = "0.001" }

[[uom]]
code = "percent"
name_vi = "%"
name_en = "percent"

[[uom]]
code = "rating"
name_vi = "xếp loại"
name_en = "rating"
""",
    "scales.toml": """
[[scale]]
code = "result"
name_vi = "Kết quả"
name_en = "Result"
levels = ["giỏi", "khá"]
levels_en = ["excellent", "good"]
[scale.aliases]
"loại giỏi" = "giỏi"
""",
    "regimes.toml": """
[[regime]]
code = "work"
name_vi = "Báo cáo"
name_en = "Reports"
period_kinds = ["month", "year"]
cut_off_day = 15

[[regime.deadline]]
level = "commune"
to = "district"
period_kind = "month"
day = 15
legal_basis = { text = "Nghị định", valid_from = 2019-02-14, verified = true }
""",
    "topics/01_force.toml": """
code = "force"
name_vi = "Lực lượng"
name_en = "Force"
order = 1
headings = ["xây dựng lực lượng"]

[[measure]]
code = "total"
name_vi = "Tổng số"
name_en = "Total"
kind = "stock"
uom = "person"
direction = "up"
sensitivity = "noi_bo"
phrases = ["tổng số"]
legal_basis = [
    { text = "Luật", valid_from = 2020-07-01, verified = true },
]

[[measure]]
code = "women"
name_vi = "Nữ"
name_en = "Women"
kind = "stock"
uom = "person"
direction = "up"
sensitivity = "noi_bo"
phrases = ["nữ"]

[[measure]]
code = "women_rate"
name_vi = "Tỷ lệ nữ"
name_en = "Share of women"
kind = "ratio"
uom = "percent"
direction = "up"
sensitivity = "noi_bo"
numerator = "women"
denominator = "total"
phrases = ["tỷ lệ nữ"]
""",
    "topics/02_training.toml": """
code = "training"
name_vi = "Huấn luyện"
name_en = "Training"
order = 2
headings = ["huấn luyện"]

[[measure]]
code = "grade"
name_vi = "Xếp loại"
name_en = "Grade"
kind = "rating"
uom = "rating"
direction = "up"
sensitivity = "noi_bo"
scale = "result"
phrases = ["xếp loại"]

[[measure]]
code = "hidden"
name_vi = "Có thể mật"
name_en = "May be secret"
kind = "stock"
uom = "person"
direction = "up"
sensitivity = "co_the_mat"
phrases = ["có thể mật"]
""",
    "forms/work.toml": """
regime = "work"

[[form]]
code = "commune_month"
name_vi = "Báo cáo tháng"
name_en = "Monthly report"
level = "commune"
period_kind = "month"

[[form]]
code = "province_year"
name_vi = "Báo cáo năm"
name_en = "Yearly report"
level = "province"
period_kind = "year"

[[section]]
title_vi = "Lực lượng"
title_en = "Force"
measures = [
    { code = "total", since = "month" },
    { code = "women_rate", since = "year" },
    { code = "hidden", since = "month" },
]

[[section]]
title_vi = "Huấn luyện"
title_en = "Training"
measures = [
    { code = "grade", since = "month", levels = ["province"] },
]
""",
}


def write_pack(folder: Path) -> Path:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands, so that a test cannot pass because nothing was changed."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
