"""``saovuong reader``: what the reader learns from people's decisions in this office."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saovuong.cli.console import AsJson, AsUser, actor_for, bootstrap, console, current_catalogue, data_folder, now, print_json_lines
from saovuong.core.errors import Refusal

if TYPE_CHECKING:
    from saovuong.accounts.shapes import Actor
    from saovuong.core.catalogue import Catalogue
    from saovuong.reader.learning_shapes import Proposal
    from saovuong.reader.taught import Taught

Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="THƯ-MỤC", help="Thử cả trên văn bản đã chú giải ở đây (*.txt và gold.jsonl).", show_default=False),
]
Apply = Annotated[bool, typer.Option("--apply", help="Áp dụng không hỏi lại.")]
Undo = Annotated[bool, typer.Option("--undo", help="Bỏ bước dạy cuối, trở lại bản trước.")]
Only = Annotated[
    list[int] | None, typer.Option("--only", metavar="SỐ", help="Chỉ áp dụng đề xuất này, kể cả đề xuất đang để lại; lặp lại được.")
]
Import = Annotated[
    Path | None, typer.Option("--import", metavar="TỆP", help="Nhập ví dụ của nơi khác, mỗi dòng một JSON.", show_default=False)
]
Origin = Annotated[
    str | None, typer.Option("--from", metavar="NƠI-GỬI", help="Nơi gửi tệp ví dụ; bỏ trống thì lấy tên tệp.", show_default=False)
]


class NoSuchProposal(Refusal):
    code = "SV-243"
    template = "Không có đề xuất số {number}; có {count} đề xuất, đánh số từ 1."


class UnreadableExamples(Refusal):
    code = "SV-244"
    template = "Không đọc được tệp ví dụ “{file}”: {reason}."


def register(app: typer.Typer) -> None:
    reader = typer.Typer(no_args_is_help=True, help="Bộ đọc: học từ các quyết định khi duyệt, dạy thêm, bỏ bước dạy.")
    app.add_typer(reader, name="reader")
    reader.command("learn")(_learn)
    reader.command("examples")(_examples)
    reader.command("history")(_history)


def _learn(
    *,
    corpus: Corpus = None,
    apply: Apply = False,
    undo: Undo = False,
    only: Only = None,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Đề xuất cụm từ và trọng số từ các ví dụ đã giữ, cho thấy đúng thêm, sai thêm chỗ nào; chỉ áp dụng khi người đồng ý."""
    bootstrap()
    actor, catalogue = actor_for("review", as_user), current_catalogue()
    if undo:
        _undo(actor, as_json=as_json)
        return
    from saovuong.cli import reader_show as show
    from saovuong.intake.knowledge import version_now

    version = version_now(folder=data_folder())
    proposal = _proposal(actor, catalogue, corpus)
    taught = _chosen(proposal, version.taught if version else None, only)
    if as_json and not apply:
        print_json_lines([show.proposal_row(proposal)])
    elif not as_json:
        show.proposal(proposal, catalogue)
    changed = taught.sha256 != (version.taught.sha256 if version else "")
    if changed and (apply or (not as_json and _agreed())):
        made = _applied(actor, catalogue, taught, base=version.number if version else 0, proposal=proposal, only=only)
        if as_json:
            print_json_lines([{**show.proposal_row(proposal), "applied": made}])
        else:
            console().print(
                f"Đã áp dụng: kiến thức bản {made}. Bỏ bước này bằng: saovuong reader learn --undo", markup=False, soft_wrap=True
            )
        return
    if apply and as_json:
        print_json_lines([{**show.proposal_row(proposal), "applied": None}])
    elif changed and not as_json:
        console().print("Chưa áp dụng. Áp dụng bằng: saovuong reader learn --apply", markup=False, soft_wrap=True)
    if changed or proposal.conflicts or any(item.held for item in proposal.items):
        raise typer.Exit(1)


def _proposal(actor: "Actor", catalogue: "Catalogue", corpus: Path | None) -> "Proposal":
    from saovuong.intake.examples import lessons
    from saovuong.intake.knowledge import taught_now
    from saovuong.intake.queries import examples_kept
    from saovuong.reader.learning import propose
    from saovuong.reader.learning_corpus import marked_texts

    return propose(
        examples=lessons(examples_kept(actor=actor, now=now())),
        catalogue=catalogue,
        taught=taught_now(folder=data_folder()),
        texts=marked_texts(corpus) if corpus else (),
    )


def _chosen(proposal: "Proposal", current: "Taught | None", only: list[int] | None) -> "Taught":
    """What would be in force: everything offered, or the proposals that were named. Raises :class:`NoSuchProposal`."""
    from saovuong.reader.taught import NOTHING

    if not only:
        return proposal.taught
    taught = current or NOTHING
    for number in only:
        if not 1 <= number <= len(proposal.items):
            raise NoSuchProposal(number=number, count=len(proposal.items))
        taught = taught.plus(proposal.items[number - 1].phrases, proposal.items[number - 1].weights)
    return taught


def _agreed() -> bool:
    """Whether a person at the keyboard says yes; nobody there is no."""
    if not sys.stdin.isatty():
        return False
    console().print("Áp dụng? c = có, Enter = không:", end=" ", style="cyan", markup=False)
    return sys.stdin.readline().strip().lower() in ("c", "co", "có")


def _applied(actor: "Actor", catalogue: "Catalogue", taught: "Taught", *, base: int, proposal: "Proposal", only: list[int] | None) -> int:
    from saovuong.intake.services import taught_apply

    items = [proposal.items[number - 1] for number in only] if only else [item for item in proposal.items if not item.held]
    examples = len({key for item in items for key in item.keys})
    return taught_apply(
        actor=actor, now=now(), folder=data_folder(), catalogue=catalogue, taught=taught, base=base, examples=examples
    ).number


def _undo(actor: "Actor", *, as_json: bool) -> None:
    from saovuong.intake.services import taught_undo

    number = taught_undo(actor=actor, now=now(), folder=data_folder())
    if as_json:
        print_json_lines([{"version": number}])
        return
    told = f"trở lại kiến thức bản {number}" if number else "không còn kiến thức nào đã dạy, bộ đọc như bản phát hành"
    console().print(f"Đã bỏ bước cuối: {told}.", markup=False, soft_wrap=True)


def _examples(*, file: Import = None, origin: Origin = None, as_user: AsUser = None, as_json: AsJson = False) -> None:
    """Xem các ví dụ giữ từ quyết định khi duyệt; --json xuất cho nơi khác, --import nhập ví dụ của nơi khác."""
    bootstrap()
    from saovuong.cli import reader_show as show
    from saovuong.intake.examples import example_row
    from saovuong.intake.queries import examples_kept
    from saovuong.intake.services import examples_import

    if file is not None:
        lines = _lines(file)
        found = examples_import(actor=actor_for("review", as_user), now=now(), lines=lines, origin=origin or file.stem)
        if as_json:
            print_json_lines([{"added": found.added, "known": found.known}])
            return
        told = f"Đã nhập {found.added} ví dụ mới; {found.known} ví dụ đã có."
        console().print(told, "Học từ đó bằng: saovuong reader learn", markup=False, soft_wrap=True)
        return
    rows = examples_kept(actor=actor_for("default", as_user), now=now())
    if as_json:
        print_json_lines(example_row(row) for row in rows)
        return
    show.examples(rows, current_catalogue())


def _lines(file: Path) -> list[str]:
    """Raises :class:`UnreadableExamples`."""
    try:
        return file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UnreadableExamples(file=file, reason="không phải bảng mã UTF-8") from None
    except OSError as error:
        raise UnreadableExamples(file=file, reason=error.strerror or error) from None


def _history(*, as_json: AsJson = False) -> None:
    """Các bản kiến thức đã dạy: lúc nào, ai, từ bao nhiêu ví dụ, bản nào đang dùng; cùng phiên bản bộ đọc và danh mục."""
    bootstrap()
    from saovuong.cli import reader_show as show
    from saovuong.intake.knowledge import version_now, versions_all

    versions, current, catalogue = versions_all(folder=data_folder()), version_now(folder=data_folder()), current_catalogue()
    if as_json:
        print_json_lines(show.version_row(version, current) for version in versions)
        return
    show.history(versions, current, catalogue)
