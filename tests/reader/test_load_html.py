"""Saved web pages: the article, its title and its date; nothing from around it."""

import contextlib
import time

import pytest

from saovuong.core.errors import Refusal
from saovuong.reader.load import LoadedDocument, load_document
from tests.reader.old_writing import tcvn3, windows_1258

BODY = (
    "<p>Ngày 19/12, Ban Chỉ huy quân sự phường Bình An tổ chức hội nghị tổng kết công tác quốc phòng năm 2024.</p>"
    "<p>Trong năm, phường đã khám sơ tuyển 145 thanh niên; tặng <b>35</b> suất quà trị giá 17,5 triệu đồng.</p>"
)
TEXT = [
    "Ngày 19/12, Ban Chỉ huy quân sự phường Bình An tổ chức hội nghị tổng kết công tác quốc phòng năm 2024.",
    "Trong năm, phường đã khám sơ tuyển 145 thanh niên; tặng 35 suất quà trị giá 17,5 triệu đồng.",
]


def load(markup: str | bytes, name: str = "bai.html") -> LoadedDocument:
    return load_document(markup if isinstance(markup, bytes) else markup.encode(), name)


def lines(markup: str | bytes) -> list[str]:
    return [line for line in load(markup).text.split("\n") if line]


NEWS = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Phường Bình An giao quân đạt chỉ tiêu | Báo Quê Hương</title>
<meta property="og:title" content="Phường Bình An giao quân đạt chỉ tiêu"><script>var a = "99 người";</script></head>
<body class="page-with-sidebar"><header class="site-header">Thứ sáu, 03/01/2025 <a href="/">Trang chủ</a> Hotline: 0243 999 888</header>
<nav><ul><li><a href="/1">Chính trị</a></li><li><a href="/2">Quốc phòng</a></li></ul></nav>
<div class="container"><div class="col-left main-content"><ul class="breadcrumb"><li><a>Trang chủ</a></li></ul>
<div class="article-header"><h1>Phường Bình An giao quân đạt chỉ tiêu</h1><div class="article-meta"><span class="author">Nguyễn Văn B</span>
<span class="date">Thứ sáu, 20/12/2024 - 08:15 (GMT+7)</span> <span>1.234 lượt xem</span></div><div class="share-box">15 chia sẻ</div></div>
<h2 class="sapo">BQH - Năm 2024, phường Bình An giao quân 12/12 thanh niên, đạt 100% chỉ tiêu, chất lượng cao hơn năm trước.</h2>
<div class="article-body cms-body">{BODY}<figure><img><figcaption>Hội nghị có 85 đại biểu dự.</figcaption></figure>
<div class="related-inline"><p><a href="/x">Xã Hòa Bình khám tuyển 300 thanh niên năm nay</a></p></div>
<ul><li>Huấn luyện dân quân: 56 đồng chí;</li><li>Diễn tập: 1 cuộc.</li></ul>
<p>>> Xem thêm: <a>Xã bên giao 20 thanh niên</a></p>
<div class="ads-banner"><p>Mua nhà giá 2 tỷ đồng, chiết khấu 15% cho 100 khách hàng đầu tiên gọi điện thoại ngay hôm nay.</p></div>
<p style="display:none">Bài ẩn 77 người</p><p><strong>Minh Anh</strong></p></div>
<div class="tags"><a>giao quân</a></div><div class="box-tin-lien-quan"><h3>TIN LIÊN QUAN</h3>
<p>Sáng 15/2, xã A long trọng tổ chức lễ giao nhận
quân năm 2024 với 20 thanh niên lên đường nhập ngũ, gia đình phấn khởi.</p></div><div id="binhluan"><p>Bạn đọc Trần C: Rất tự hào về phường,
năm tới mong có 30 thanh niên lên đường, chúc các em mạnh khỏe và hoàn thành tốt nhiệm vụ được giao trong quân ngũ!</p></div></div>
<aside><a>Giá vàng tăng 500 nghìn đồng</a></aside></div><footer>
<p>Giấy phép số 123/GP-BTTTT ngày 01/01/2020. Điện thoại 0243 123 456, bản quyền
thuộc Báo Quê Hương, ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></footer></body></html>"""


def test_a_news_page() -> None:
    assert lines(NEWS) == [
        "Phường Bình An giao quân đạt chỉ tiêu",
        "20/12/2024",
        "BQH - Năm 2024, phường Bình An giao quân 12/12 thanh niên, đạt 100% chỉ tiêu, chất lượng cao hơn năm trước.",
        *TEXT,
        "- Huấn luyện dân quân: 56 đồng chí;",
        "- Diễn tập: 1 cuộc.",
        "Minh Anh",
    ]
    assert load(NEWS).media_type == "text/html"


PORTAL = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Cổng thông tin xã Bình An</title></head>
<body><table width="1000"><tr><td colspan="3"><a>Trang chủ</a> | <a>Giới thiệu</a> | <a>Văn bản</a></td></tr><tr>
<td><b>DANH MỤC</b><br><a>Tin tức</a><br><a>Thủ tục hành chính: 125 thủ tục</a><br></td>
<td><span class="tieude">Kết quả công tác quốc phòng 6 tháng đầu năm 2024</span><br><span>(Ngày đăng: 05/07/2024, lượt xem: 321)</span><br>
<div>{BODY.replace("<p>", "").replace("</p>", "<br>")}
- Giao quân 08/08 thanh niên.<br>Diện tích 5 km<sup>2</sup>, giao 9<sup>(1)</sup> người.</div>
<table border=1><tr><td rowspan=2>TT</td><td rowspan=2>Nội dung</td><td colspan=2>Năm 2024</td></tr>
<tr><td>Kế hoạch</td><td>Thực hiện</td></tr>
<tr><td>1</td><td><p>Giao quân</p></td><td>8</td><td>8</td></tr></table>
<b>Các tin khác:</b><br><a>Xã phun thuốc 300 hộ dân</a> (01/07/2024)<br><a>Hội thảo quân sự</a> (15/06/2024)<br></td>
<td><b>THỐNG KÊ TRUY CẬP</b><br>Đang online: 15<br>Tổng: 1.234.567<br></td></tr>
<tr><td colspan=3>Bản quyền: UBND xã Bình An.
Điện thoại: 0243.888.999. Ghi rõ nguồn khi phát hành lại từ trang này.</td></tr></table></body></html>"""


def test_an_old_portal_laid_out_in_tables() -> None:
    assert lines(PORTAL) == [
        "Kết quả công tác quốc phòng 6 tháng đầu năm 2024",
        "05/07/2024",
        *TEXT,
        "- Giao quân 08/08 thanh niên.",
        "Diện tích 5 km², giao 9⁽¹⁾ người.",
        "TT\tNội dung\tNăm 2024\t",
        "\t\tKế hoạch\tThực hiện",
        "1\tGiao quân\t8\t8",
    ]


def test_an_article_in_pieces_and_its_date_in_the_head() -> None:
    page = (
        '<html><head><meta charset=utf-8><meta itemprop="datePublished" content="2024-12-30T07:00:00+07:00"></head><body><div>'
        f'<h1>Tổng kết năm 2024</h1><p class="lead">{TEXT[0]}</p><div class="p1"><p>{TEXT[1]}</p></div>'
        '<div class="ad">QUẢNG CÁO</div>'
        '<div class="p2"><p>Tặng 40 suất quà.</p></div></div>'
        '<div class="rcol"><a>Tin A</a><a>Tin B dài dài dài dài dài</a></div></body></html>'
    )
    assert lines(page) == ["Tổng kết năm 2024", "30/12/2024", *TEXT, "Tặng 40 suất quà."]


def test_a_page_saved_from_word_is_kept_whole() -> None:
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
        '<meta charset=utf-8><meta name=Generator content="Microsoft Word 15"></head><body><p class=MsoNormal>BÁO CÁO</p>'
        "<p class=MsoNormal>Giao quân 12 <span style='mso-hide:all'>ẩn</span></p><ol start=3><li>Một</li><li>Hai</li></ol></body></html>"
    )
    assert lines(page) == ["BÁO CÁO", "Giao quân 12 ẩn", "3. Một", "4. Hai"]


def test_a_page_saved_as_one_file() -> None:
    page = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"<html><body><h1>Tổng kết</h1>{BODY}</body></html>\r\n--x\r\nContent-Type: image/png\r\n\r\nabc\r\n--x--\r\n"
    )
    assert [line for line in load(page, "bai.mhtml").text.split("\n") if line] == ["Tổng kết", *TEXT]
    with pytest.raises(Refusal, match=r"\.mht"):
        load(page.replace("text/html", "text/css"), "bai.mhtml")


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("utf-8", BODY.encode()),
        ("", BODY.encode()),
        ("windows-1258", windows_1258(BODY)),
        ("iso-8859-1", tcvn3(BODY)),
        ("x-user-defined", tcvn3(BODY)),
        ("", tcvn3(BODY)),
        ("utf-8", windows_1258(BODY)),
        ("utf-8", BODY.encode() + b"<p>\xff\xfe</p>"),
    ],
)
def test_encodings(charset: str, content: bytes) -> None:
    meta = f'<meta charset="{charset}">' if charset else ""
    page = f"<html><head>{meta}</head><body>".encode() + content + b"</body></html>"
    # The old encodings of this test have no capitals with a tone.
    assert [line for line in lines(page) if line][:2] == TEXT


def test_control_characters_do_no_harm() -> None:
    broken = "<p>Giao <script>x</script>&#1;&#xFFFE;12<nav>y</nav>\x02 người và khám tuyển một trăm công dân.</p>"
    assert "12" in lines(f"<html><body>{BODY}{broken}</body></html>")[2]


@pytest.mark.parametrize(
    "page",
    [
        '<!doctype html><html><head><title>App</title></head><body><div id="root"></div><script>a</script></body></html>',
        "<html><body><ul>"
        + "<li><a href='/1'>Xã A tổ chức giao nhận quân năm 2024 với 20 thanh niên</a></li>" * 20
        + "</ul></body></html>",
        "<html></html>",
    ],
)
def test_pages_without_an_article_are_refused(page: str) -> None:
    with pytest.raises(Refusal) as refused:
        load(page)
    assert refused.value.code == "SV-220"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 50_000 + BODY,
        "<html><body><p>" + "<b>" * 50_000 + BODY,
        "<html><body>" + "<table><tr><td>" * 5_000 + BODY,
        "<html><body><ul>" + "<ul><li>" * 5_000 + BODY,
        f"<html><body>{BODY}<table>" + "<tr>" + "<td colspan=999999 rowspan=999999>1</td>" * 300 + "</tr>" * 2,
        f"<html><body>{BODY}" + "<p class='" + "a-" * 50_000 + "'>x</p>",
        f"<html><body>{BODY}" + "<a>x</a> " * 50_000,
        f"<html><body>{BODY}<p>" + "1/1/" * 50_000,
        "<html><!--" * 20_000,
        "<meta " * 60_000 + BODY,
    ],
    ids=range(10),
)
def test_hostile_pages_take_no_long_time(page: str) -> None:
    began = time.process_time()
    with contextlib.suppress(Refusal):
        load(page)
    assert time.process_time() - began < 8.0
