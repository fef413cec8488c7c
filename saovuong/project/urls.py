"""Every address of the program: the web's and the API's."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("saovuong.web.urls")), path("api/", include("saovuong.api.urls"))]
handler400 = "saovuong.web.errors.bad_request"
handler403 = "saovuong.web.errors.forbidden"
handler404 = "saovuong.web.errors.not_found"
handler500 = "saovuong.web.errors.fault"
