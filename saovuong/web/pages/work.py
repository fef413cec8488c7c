from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saovuong.web.desk import WebRequest
from saovuong.web.showing.work import work_of


@require_safe
def work(request: WebRequest) -> HttpResponse:
    """What waits for this person: returned figures first, then drafts, then what others handed in."""
    return render(request, "web/work.html", {"work": work_of(request.desk)})
