"""What a visitor types, and what it comes to: words, names, beginnings and slips of the fingers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from catalogue.languages import LANGUAGES
from catalogue.search.index import head, lexeme, quoted, tag_lexeme, title_key
from catalogue.search.letters import folded, tidy, words_of
from catalogue.search.names import NamedTags, other_names
from catalogue.search.spelling import most_slips, one_step_away, slips
from catalogue.search.stemming import SILENT, asked_stems

LONGEST = 200  # characters of a question that are read
MOST_WORDS = 8
MOST_BEGINNINGS = 24
SHORTEST_BEGINNING = 2
MOST_NEAR = 12

Lexemes = Mapping[str, frozenset[str]]  # stems by the language of the text


@dataclass(frozen=True)
class Question:
    """What was typed, as far as it is read: some words that say something."""

    text: str
    words: tuple[str, ...]
    is_cut: bool  # there was more than is read

    @classmethod
    def of(cls, typed: str) -> "Question":
        """Any text makes a question; one without words finds nothing."""
        text = " ".join(tidy(typed[: LONGEST * 5]).split())
        is_cut = len(typed) > LONGEST * 5 or len(text) > LONGEST
        text = text[:LONGEST].strip()
        words = tuple(dict.fromkeys(words_of(text)))
        telling = tuple(word for word in words if word not in _ALL_SILENT) or words
        return cls(text, telling[:MOST_WORDS], is_cut or len(telling) > MOST_WORDS)

    @property
    def key(self) -> str:
        return title_key(self.text)


_ALL_SILENT = frozenset().union(*SILENT.values())


@dataclass(frozen=True)
class Term:
    """One word of a question, and everything that it may stand for."""

    word: str
    stems: Lexemes
    tags: frozenset[str] = frozenset()
    meant: tuple[str, ...] = ()  # the words that are looked for instead of one nobody knows
    is_beginning: bool = False
    is_known: bool = True

    def marks(self, language: str) -> list[str]:
        """The lexemes of which an entry in `language` must have one."""
        stems = self.stems.get(language, frozenset())
        return [lexeme(language, stem) for stem in sorted(stems)] + [
            tag_lexeme(language, tag) for tag in sorted(self.tags)
        ]


@dataclass(frozen=True)
class Understanding:
    """A question as it is looked up: an entry is found when it has all of the terms."""

    question: Question
    terms: tuple[Term, ...]
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # word -> known ones like it

    @property
    def is_hopeless(self) -> bool:
        """There is nothing to look for, or a word that stands nowhere."""
        return not self.terms or not all(term.is_known for term in self.terms)

    @property
    def tags(self) -> list[str]:
        return sorted({tag for term in self.terms for tag in term.tags})

    def query(self, languages: Iterable[str], in_heads: bool) -> str:
        """The question as PostgreSQL's tsquery, made of quoted lexemes only; "" asks for nothing.

        It looks into texts of these languages; `in_heads`: at titles and other names only.
        """
        queries = []
        for language in languages:
            marks = [term.marks(language) for term in self.terms]
            if marks and all(marks):
                queries.append(" & ".join(_any_of(of_term, in_heads) for of_term in marks))
        return " | ".join(f"({query})" for query in queries)


def _any_of(marks: Iterable[str], in_heads: bool) -> str:
    return "(" + " | ".join(quoted(head(mark) if in_heads else mark) for mark in marks) + ")"


@dataclass(frozen=True)
class _Known:
    """A word of what is published."""

    language: str
    written: str
    form: str
    stems: frozenset[str]
    uses: int


def understand(question: Question, named: NamedTags, typing: bool) -> Understanding:
    """What the words of a question stand for, in one query.

    The last word may be a beginning: whenever `typing`, otherwise when nothing is called so.
    """
    words, tags = question.words, {}
    for word in words:
        tags[word], is_general = named.named_by(word)
        if is_general and not tags[word] and len(words) > 1:
            words = tuple(other for other in words if other != word)
    if not words:
        return Understanding(question, ())
    last = folded(words[-1])
    found = _look_up(words, last if len(last) >= SHORTEST_BEGINNING else "", tags)
    terms, near = [], {}
    for word in words:
        is_last = word == words[-1]
        term, like = _term(word, tags[word], found, is_last, typing and is_last)
        terms.append(term)
        if like:
            near[word] = like
    return Understanding(question, tuple(terms), near)


def _term(
    word: str,
    tags: frozenset[str],
    found: Mapping[str, list[_Known]],
    is_last: bool,
    typing: bool,
) -> tuple[Term, tuple[str, ...]]:
    stems = {language: _stems_in(word, language, found[_KNOWN]) for language in LANGUAGES}
    for language, others in other_names(word).items():
        stems[language] |= others
    if word[0].isdigit():
        return Term(word, {language: frozenset({word}) for language in LANGUAGES}, tags), ()
    is_whole = any(stems.values()) or bool(tags)
    begun = found[_BEGUN] if is_last and (typing or not is_whole) else []
    if begun:
        for known in begun:
            stems[known.language] |= known.stems
        return Term(word, stems, tags, is_beginning=True), ()
    if is_whole:
        return Term(word, stems, tags), ()
    meant = _meant(word, found.get(word, []))
    for known in meant:
        for language in LANGUAGES:
            own = known.stems if language == known.language else frozenset()
            stems[language] |= own
    like = tuple(dict.fromkeys(known.written for known in meant))
    return Term(word, stems, tags, meant=like, is_known=bool(meant)), like


def _stems_in(word: str, language: str, known: list[_Known]) -> frozenset[str]:
    """The stems by which this language knows the word; none when it does not."""
    for stems in asked_stems(word, language):
        if any(other.language == language and stems & other.stems for other in known):
            return stems
    return frozenset()


def _meant(word: str, candidates: list[_Known]) -> list[_Known]:
    """The known words that have the fewest slips; the same word in several languages is one."""
    form, most = folded(word), most_slips(folded(word))
    far = {known.form: slips(form, known.form, most) for known in candidates}
    least = min(far.values(), default=most + 1)
    if least > most:
        return []
    nearest = [known for known in candidates if far[known.form] == least]
    nearest.sort(key=lambda known: (known.form[:1] != form[:1], -known.uses, known.written))
    chosen = {known.form for known in nearest[:1]}
    return [known for known in nearest if known.form in chosen]


# --- The query ------------------------------------------------------------------------------------

_KNOWN, _BEGUN = "=known", "=begun"  # no word has such a sign in it
_WORDS = "SELECT {} AS about, language, written, form, stems, uses FROM catalogue_searchword"


def _look_up(
    words: tuple[str, ...], last: str, tags: Mapping[str, frozenset[str]]
) -> dict[str, list[_Known]]:
    """Words of what is published: known by stem, begun by the last one, and like unknown ones."""
    parts: list[str] = []
    values: list[Any] = []

    def ask(about: str, condition: str, its_values: list[Any], order: str) -> None:
        parts.append(f"({_WORDS.format('%s')} WHERE {condition} {order})")
        values.extend([about, *its_values])

    condition, its_values = _same_stem(words)
    ask(_KNOWN, condition, its_values, "LIMIT 500")
    begins, first_and_end = "form >= %s AND form < %s", [last, last + "\U0010ffff"]
    if last:
        ask(_BEGUN, begins, first_and_end, f"ORDER BY uses DESC, written LIMIT {MOST_BEGINNINGS}")
    for word in words:
        form = folded(word)
        if most_slips(form) == 0 or tags[word] or word[0].isdigit():
            continue
        same, known = _same_stem((word,))
        alike, near = "form = ANY(%s)", list[Any]([one_step_away(form)])
        if len(form) > 4:
            alike, near = f"({alike} OR form %% %s)", [*near, form]
        unknown = f"NOT EXISTS (SELECT FROM catalogue_searchword WHERE {same})"
        if form == last:
            unknown += f" AND NOT EXISTS (SELECT FROM catalogue_searchword WHERE {begins})"
            known = [*known, *first_and_end]
        order = "ORDER BY similarity(form, %s) DESC, uses DESC, written"
        ask(word, f"{unknown} AND {alike}", [*known, *near, form], f"{order} LIMIT {MOST_NEAR}")
    found: dict[str, list[_Known]] = {_KNOWN: [], _BEGUN: []}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for about, language, written, form, stems, uses in cursor.fetchall():
            known_word = _Known(language, written, form, frozenset(stems), uses)
            found.setdefault(about, []).append(known_word)
    return found


def _same_stem(words: tuple[str, ...]) -> tuple[str, list[Any]]:
    """A condition for words that share a stem with one of these."""
    conditions, values = [], []
    for language in LANGUAGES:
        stems = sorted(set().union(*(part for w in words for part in asked_stems(w, language))))
        conditions.append("(language = %s AND stems && %s)")
        values += [language, stems]
    return "(" + " OR ".join(conditions) + ")", values
