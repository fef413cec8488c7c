"""Every address of the web. Each needs a line in :mod:`saovuong.web.access`, or nobody gets in."""

from django.urls import path

from saovuong.web.pages import first_run, signing, work

urlpatterns = [
    path("dang-nhap/", signing.sign_in, name="sign-in"),
    path("dang-xuat/", signing.sign_out, name="sign-out"),
    path("ngon-ngu/", signing.language, name="language"),
    path("khoi-tao/", first_run.first_run, name="first-run"),
    path("", work.work, name="work"),
]
