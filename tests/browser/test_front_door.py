"""What only a browser can show of the front door."""

import pytest


@pytest.mark.parametrize(("locale", "lang"), [("zh-CN", "zh-CN"), ("en-GB", "en"), ("fr-FR", "zh-CN")])
def test_the_document_is_in_the_language_of_the_browser(visit, locale, lang):
    page = visit("/", locale=locale).page
    assert page.evaluate("() => document.documentElement.lang") == lang


def test_a_deep_link_may_be_the_first_address(visit):
    assert "/map" in visit("/map").page.url


def test_no_text_font_is_fetched(visit):
    fetched = visit("/").page.evaluate("() => performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [address for address in fetched if ".woff" in address and "MaterialSymbols" not in address]
