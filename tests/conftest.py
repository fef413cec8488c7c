"""What every test may ask for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The reference corpus and lists beside the project; tests that need them are skipped where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("thiếu thư mục ../shared (ngữ liệu tham chiếu) bên cạnh dự án")
    return SHARED


@pytest.fixture
def now() -> datetime:
    """The one moment at which tests happen."""
    return datetime(2025, 1, 10, 8, 30, tzinfo=UTC)
