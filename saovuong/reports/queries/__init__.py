"""What is asked of reports. Reads only."""

from saovuong.reports.queries.drafting import DEFAULT_TEMPLATE, NoActor, WrongPeriod, report_check, report_draft
from saovuong.reports.queries.manuscripts import UnknownManuscript, UnknownPart, manuscript_get, manuscripts, part_history
from saovuong.reports.queries.signed import report_changes, report_standing
from saovuong.reports.queries.written import (
    FileNotKept,
    NotAReport,
    UnknownReport,
    record_info,
    report_file,
    report_get,
    report_of_file,
    reports,
)

__all__ = [
    "DEFAULT_TEMPLATE",
    "FileNotKept",
    "NoActor",
    "NotAReport",
    "UnknownManuscript",
    "UnknownPart",
    "UnknownReport",
    "WrongPeriod",
    "manuscript_get",
    "manuscripts",
    "part_history",
    "record_info",
    "report_changes",
    "report_check",
    "report_draft",
    "report_file",
    "report_get",
    "report_of_file",
    "report_standing",
    "reports",
]
