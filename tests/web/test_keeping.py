"""Parts of pages that are drawn once: by their key, in each language, and never more than there is room for."""

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import SafeString

from saovuong.web.templatetags.keeping import DRAWN, Drawn

ENGINE = Engine(libraries={"keeping": "saovuong.web.templatetags.keeping", "i18n": "django.templatetags.i18n"})


@pytest.fixture(autouse=True)
def fresh():
    DRAWN.clear()
    yield
    DRAWN.clear()


def drawn(source: str, **values: object) -> str:
    return ENGINE.from_string("{% load keeping i18n %}" + source).render(Context(values))


def test_a_part_is_drawn_anew_for_another_key_only():
    part = '{% kept "part" key %}{{ said }}{% endkept %}'
    assert drawn(part, key=("a", 1), said="một") == "một"
    assert drawn(part, key=("a", 1), said="hai") == "một"
    assert drawn(part, key=("a", 2), said="hai") == "hai"
    assert drawn('{% kept "other" key %}{{ said }}{% endkept %}', key=("a", 1), said="ba") == "ba"


def test_without_a_key_it_is_drawn_each_time():
    part = '{% kept "part" key %}{{ said }}{% endkept %}'
    assert [drawn(part, said=said) for said in ("một", "hai")] == ["một", "hai"]
    assert [drawn(part, key=None, said=said) for said in ("một", "hai")] == ["một", "hai"]


def test_each_language_has_its_own():
    part = '{% kept "part" 1 %}{% get_current_language as here %}{{ here }}{% endkept %}'
    with translation.override("vi"):
        assert drawn(part) == "vi"
    with translation.override("en"):
        assert drawn(part) == "en"


def test_what_people_wrote_is_escaped_once():
    assert drawn('{% kept "part" 1 %}{{ said }}{% endkept %}', said="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize("wrong", ['{% kept "part" %}{% endkept %}', "{% kept part 1 %}{% endkept %}"])
def test_a_name_and_a_key_are_needed(wrong):
    with pytest.raises(TemplateSyntaxError):
        drawn(wrong)


def test_those_not_asked_for_longest_go_first():
    store = Drawn(most=10)
    for name in "ab":
        store.of(name, lambda name=name: SafeString(name * 4))
    store.of("a", lambda: SafeString("never"))
    store.of("c", lambda: SafeString("cccc"))
    assert store.of("d", lambda: SafeString("d" * 11)) == "d" * 11
    assert store.of("a", lambda: SafeString("anew")) == "aaaa"
    assert store.of("b", lambda: SafeString("anew")) == "anew"
