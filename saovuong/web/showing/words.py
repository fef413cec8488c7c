"""Words of the screens for codes of the rooms, in Vietnamese; :file:`locale` has the English."""

from django.utils.translation import gettext_noop as _

# name of the address, words, addresses that belong to it
NAVIGATION = (("work", _("Việc của tôi"), ("work",)),)

STATES = {"draft": _("nháp"), "submitted": _("chờ duyệt"), "returned": _("bị trả lại"), "accepted": _("đã duyệt")}
