"""Every word of the interface is there in Latvian and Lithuanian, whole and with its own quotes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOMS = ("catalogue", "villages", "routes", "consultations", "config")
# How many plural forms: one, other, zero in Latvian; one, few, many, other in Lithuanian.
PLURAL_FORMS = {"lv": 3, "lt": 4}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")


def entries_of(language: str) -> dict[tuple[str, str], polib.POEntry]:
    """The entries in use, by context and msgid."""
    path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    found = polib.pofile(str(path), check_for_duplicates=True)
    return {(entry.msgctxt or "", entry.msgid): entry for entry in found if not entry.obsolete}


def translations_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.fixture(scope="module")
def used(tmp_path_factory) -> dict[tuple[str, str], str]:
    """Context and msgid of all words in code and templates, and where they stand."""
    if not shutil.which("xgettext"):
        pytest.fail("xgettext is missing; script/test installs it, or: apt-get install gettext")
    copy = tmp_path_factory.mktemp("words")
    leave_out = shutil.ignore_patterns("__pycache__", "*.mo", "data", "demo")
    for name in (*ROOMS, "templates", "locale"):
        if (settings.BASE_DIR / name).is_dir():
            shutil.copytree(settings.BASE_DIR / name, copy / name, ignore=leave_out)
    command = [sys.executable, "-m", "django", "makemessages", "--keep-pot", "--no-wrap"]
    subprocess.run(
        [*command, "--locale=lv", "--locale=lt"],
        cwd=copy,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(copy),
            "DATABASE_URL": "postgresql://nobody@localhost/none",  # no word comes from there
            "SECRET_KEY": "only for collecting words, never for a site of anybody",
        },
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {
        (entry.msgctxt or "", entry.msgid): ", ".join(
            f"{Path(path)}:{line}" for path, line in entry.occurrences[:2]
        )
        for entry in polib.pofile(str(copy / "locale" / "django.pot"))
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_every_word_in_use_is_translated(used, language):
    entries = entries_of(language)
    missing = [
        f"{msgid!r} ({place})"
        for (context, msgid), place in used.items()
        if (entry := entries.get((context, msgid))) is None
        or entry.fuzzy
        or not all(text.strip() for text in translations_of(entry))
    ]

    assert len(used) > 300
    assert missing == []


@pytest.mark.slow
@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_no_word_is_translated_for_nothing(used, language):
    assert [key for key in entries_of(language) if key not in used] == []


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_every_plural_has_all_its_forms(language):
    plurals = [entry for entry in entries_of(language).values() if entry.msgid_plural]

    assert plurals
    for entry in plurals:
        assert len(entry.msgstr_plural) == PLURAL_FORMS[language], entry.msgid
        assert all(text.strip() for text in entry.msgstr_plural.values()), entry.msgid


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_translations_keep_the_placeholders(language):
    wrong = []
    for entry in entries_of(language).values():
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        wrong += [
            f"{entry.msgid!r}: {text!r}"
            for text in translations_of(entry)
            if text and set(PLACEHOLDER.findall(text)) != wanted
        ]
    assert wrong == []


def misquoted(text: str) -> bool:
    """Whether a Latvian or Lithuanian text has other quotation marks than „these“."""
    text = TAG.sub("", text)
    return any(mark in text for mark in '"”«»‟') or re.findall("[„“]", text) != [
        "„",
        "“",
    ] * text.count("„")


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_quotation_marks_are_those_of_the_language(language):
    wrong = [
        text
        for entry in entries_of(language).values()
        for text in translations_of(entry)
        if misquoted(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_quotation_marks_of_the_demo_are_those_of_the_language(language):
    def texts(value):
        if isinstance(value, list):
            for part in value:
                yield from texts(part)
        elif isinstance(value, dict):
            own = value.get(language)
            if isinstance(own, dict):
                own = own.get("text")
            if isinstance(own, str):
                yield own
            for part in value.values():
                yield from texts(part)

    found = [
        text
        for room in ROOMS
        for path in sorted((settings.BASE_DIR / room / "demo").glob("*.json"))
        for text in texts(json.loads(path.read_text()))
    ]
    assert len(found) > 500
    assert [text for text in found if misquoted(text)] == []
