"""``saovuong audit``."""

import typer

from saovuong.cli.console import AsJson, bootstrap, console, print_json_lines


def register(app: typer.Typer) -> None:
    audit = typer.Typer(no_args_is_help=True, help="Nhật ký: ai đã làm gì, khi nào.")
    app.add_typer(audit, name="audit")

    @audit.command("verify")
    def verify(as_json: AsJson = False) -> None:
        """Tính lại chuỗi băm của nhật ký; mã thoát 1 nếu có dòng bị sửa."""
        bootstrap()
        from saovuong.audit.queries import chain_verify

        state = chain_verify()
        if as_json:
            print_json_lines([{"entries": state.entries, "last_hash": state.last_hash, "broken_at": state.broken_at}])
        elif state.broken_at is None:
            console().print(f"Nhật ký nguyên vẹn: {state.entries} dòng, mã băm cuối {state.last_hash[:16]}...")
        else:
            console().print(f"[bold red]Nhật ký bị sửa ở dòng {state.broken_at}[/bold red]; {state.entries} dòng trước đó nguyên vẹn.")
        if state.broken_at is not None:
            raise typer.Exit(1)
