from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saovuong.web.desk import WebRequest


@require_safe
def work(request: WebRequest) -> HttpResponse:
    return render(request, "web/work.html", {})
