import pytest
from hypothesis import given
from hypothesis import strategies as st

from saovuong.ledger import services as book
from saovuong.ledger.services.documents import MayNotStore, UnknownDocument, UnstorableText
from saovuong.ledger.store import DocumentDamaged, DocumentStore, StoreNotWritable, content_hash, kept_name
from tests.ledger.world import counts


def store(actor, now, folder, content=b"abc", name="a.txt"):
    return book.document_store(actor=actor, now=now, name=name, content=content, text="abc", media_type="text/plain", folder=folder)


def test_content_comes_back_by_its_hash(tmp_path):
    kept = DocumentStore(tmp_path)
    sha256 = kept.put("bản báo cáo".encode())
    assert sha256 == content_hash("bản báo cáo".encode())
    assert kept.get(sha256).decode() == "bản báo cáo"
    assert [path.name for path in kept.path_of(sha256).parent.iterdir()] == [sha256], "no part of a write is left"


def test_damage_is_found_and_mended_by_the_same_file(tmp_path):
    kept = DocumentStore(tmp_path)
    sha256 = kept.put(b"abc")
    kept.path_of(sha256).write_bytes(b"ab")
    with pytest.raises(DocumentDamaged):
        kept.get(sha256)
    kept.put(b"abc")
    assert kept.get(sha256) == b"abc"
    with pytest.raises(DocumentDamaged):
        kept.get("0" * 64)


def test_the_same_content_is_one_document_whatever_its_name(people, now, tmp_path):
    first = store(people.clerk, now, tmp_path)
    before = counts()
    again = store(people.clerk, now, tmp_path, name="b.txt")
    assert (first.already_known, again.already_known, again.id, again.name) == (False, True, first.id, "a.txt")
    assert counts() == before
    other = store(people.clerk, now, tmp_path, content=b"abd")
    assert other.id != first.id


def test_storing_needs_a_right_to_enter_somewhere(people, now, tmp_path):
    before = counts()
    for stranger in (None, people.nobody, people.reader, people.verifier):
        with pytest.raises(MayNotStore):
            store(stranger, now, tmp_path)
    assert counts() == before
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_written_changes_nothing(people, now, tmp_path):
    (tmp_path / "documents").write_text("not a folder")
    before = counts()
    with pytest.raises(StoreNotWritable):
        store(people.clerk, now, tmp_path)
    assert counts() == before


def test_a_text_that_not_every_database_keeps_is_refused(people, now, tmp_path):
    before = counts()
    with pytest.raises(UnstorableText, match="vị trí 3"):
        book.document_store(actor=people.clerk, now=now, name="a.txt", content=b"x", text="ab\0", media_type="text/plain", folder=tmp_path)
    assert counts() == before
    assert list(tmp_path.iterdir()) == []


def test_only_a_stored_document_is_attached(people, catalogue, now):
    before = counts()
    with pytest.raises(UnknownDocument):
        book.submission_open(actor=people.clerk, now=now, catalogue=catalogue, unit_id="x1", period_label="2024", document_id=7)
    assert counts() == before


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("báo cáo 2024.docx", "báo cáo 2024.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\báo cáo.docx", "báo cáo.docx"),
        ("a\nb\u202ecod.docx", "a b cod.docx"),
        ("\udcff.txt", "?.txt"),
        ("", "khong-ten"),
        ("///", "khong-ten"),
        ("x" * 300 + ".docx", "x" * 250 + ".docx"),
        ("x" * 300, "x" * 255),
        ("Ba\u0301o.txt", "Báo.txt"),
    ],
)
def test_names_of_files_are_made_harmless(given, kept):
    assert kept_name(given) == kept


@given(name=st.text(st.characters(), max_size=600))
def test_any_name_can_be_kept(name):
    kept = kept_name(name)
    assert 0 < len(kept) <= 255
    assert kept_name(kept) == kept
    kept.encode("utf-8")
