"""Every address of the web. Each needs a line in :mod:`saovuong.web.access`, or nobody gets in."""

from django.urls import path, register_converter

from saovuong.web.converters import PeriodConverter
from saovuong.web.pages import (
    accounts,
    answer,
    catalogue,
    checks,
    first_run,
    reports,
    review,
    signing,
    submissions,
    unit,
    units,
    upload,
    verify,
    work,
)
from saovuong.web.pages import grid as grid_pages
from saovuong.web.pages import tokens as token_pages

register_converter(PeriodConverter, "period")

urlpatterns = [
    path("dang-nhap/", signing.sign_in, name="sign-in"),
    path("dang-xuat/", signing.sign_out, name="sign-out"),
    path("ngon-ngu/", signing.language, name="language"),
    path("khoi-tao/", first_run.first_run, name="first-run"),
    path("", work.work, name="work"),
    path("ho-so/", submissions.submissions, name="submissions"),
    path("ho-so/nop/", upload.upload, name="upload"),
    path("ho-so/<int:number>/", submissions.submission, name="submission"),
    path("ho-so/<int:number>/ban-moi/", submissions.revise, name="revise"),
    path("ho-so/<int:number>/doc/", review.review, name="review"),
    path("ho-so/<int:number>/doc/loat/", review.batch, name="batch"),
    path("ho-so/<int:number>/doc/nop/", review.hand_in, name="hand-in"),
    path("ho-so/<int:number>/doc/<int:figure>/", review.decide, name="decide"),
    path("ho-so/<int:number>/doc/<int:figure>/sua/", review.edit, name="figure-edit"),
    path("ho-so/<int:number>/doc/<int:figure>/tra-loi/", answer.answer, name="answer"),
    path("ho-so/<int:number>/kiem-tra/", verify.verify, name="verify"),
    path("ho-so/<int:number>/kiem-tra/duyet/", verify.accept, name="accept"),
    path("ho-so/<int:number>/kiem-tra/<int:figure>/", verify.judge, name="judge"),
    path("ho-so/<int:number>/nhap/", grid_pages.by_number, name="grid-of"),
    path("nhap/", grid_pages.choose, name="grid-choose"),
    path("nhap/<str:unit>/<slug:form>/<period:period>/", grid_pages.grid, name="grid"),
    path("nhap/<str:unit>/<slug:form>/<period:period>/nop/", grid_pages.review, name="grid-review"),
    path("chi-tieu/tim/", review.measures, name="measures"),
    path("don-vi/", units.units, name="units"),
    path("don-vi/tim/", unit.search, name="unit-search"),
    path("don-vi/<str:unit>/", unit.unit, name="unit"),
    path("don-vi/<str:unit>/<period:period>/", units.dashboard, name="dashboard"),
    # Before the pages of measures, whose codes are slugs too.
    path("don-vi/<str:unit>/<period:period>/kiem-tra-so-lieu/", checks.checks, name="checks"),
    path("don-vi/<str:unit>/<period:period>/kiem-tra-so-lieu/bo-qua/", checks.waive, name="check-waive"),
    path("don-vi/<str:unit>/<period:period>/bao-quat/", checks.coverage, name="coverage"),
    path("don-vi/<str:unit>/<period:period>/<slug:measure>/", units.explanation, name="explain"),
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/chi-tieu/<slug:measure>/", catalogue.measure, name="measure"),
    path("danh-muc/thang-do/", catalogue.scales, name="scales"),
    path("danh-muc/bieu/", catalogue.forms, name="forms"),
    path("danh-muc/bieu/<slug:form>/", catalogue.form, name="form"),
    path("danh-muc/che-do/", catalogue.regimes, name="regimes"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/lap/", reports.build, name="report-build"),
    path("bao-cao/<int:number>/", reports.download, name="report-download"),
    path("tai-khoan/", accounts.accounts, name="accounts"),
    path("tai-khoan/<str:name>/", accounts.account, name="account"),
    path("mat-khau/", accounts.password, name="password"),
    path("ma-truy-cap/", token_pages.tokens, name="tokens"),
    path("ma-truy-cap/<str:key>/thu-hoi/", token_pages.token_end, name="token-end"),
    path("api/docs", token_pages.api_docs, name="api-docs"),
]
