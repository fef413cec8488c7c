"""Everything that is written about reports. Each act is one transaction with its audit entry, or nothing."""

from saovuong.reports.services.building import manuscript_build, report_build
from saovuong.reports.services.manuscripts import manuscript_open, paper_choose, part_write
from saovuong.reports.services.signing import report_sign, signature_withdraw

__all__ = ["manuscript_build", "manuscript_open", "paper_choose", "part_write", "report_build", "report_sign", "signature_withdraw"]
