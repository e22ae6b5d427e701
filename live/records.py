"""The records of the benchmark, in the order in which they flow from one stage to the next.

Site -> Link -> Page -> Question -> (Decision) -> Release of Rows -> Answer -> Verdict, Comparison
-> Scoreboard

All are frozen; ids are computed from content; times are aware and in UTC. Touches nothing outside.
"""

import hashlib
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
    model_validator,
)

MONTH_PATTERN = r"^20\d\d-(0[1-9]|1[0-2])$"
ShotKind = Literal["single_screen", "rolling_screen", "full_page", "element", "human"]
Utc = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
HALF = re.compile("[\ud800-\udfff]")
"""Half an emoji: no character, and nothing that stores or sends text takes it."""


def _is_url(value: str) -> str:
    HTTP.validate_python(value)
    return value


HTTP = TypeAdapter(HttpUrl)
Url = Annotated[str, AfterValidator(_is_url)]
"""An address, http or https, as it was written."""
Month = Annotated[str, Field(pattern=MONTH_PATTERN, description="a month such as 2026-10")]
"""A month of the benchmark, `YYYY-MM`."""


def window(month: str) -> tuple[datetime, datetime]:
    """Gives a month's window [start, end): 1st 00:00 UTC up to the next 1st 00:00 UTC."""
    year, number = int(month[:4]), int(month[5:])
    following = (year + number // 12, number % 12 + 1)
    return datetime(year, number, 1, tzinfo=UTC), datetime(*following, 1, tzinfo=UTC)


def content_id(*parts: Any) -> str:
    """Computes an id, 16 hexadecimal digits, from anything JSON can hold."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(whole(text).encode()).hexdigest()[:16]


def whole(value: Any) -> Any:
    """Gives text, or what JSON can hold, with the sign for an unknown character for half ones."""
    if isinstance(value, str):
        return value if value.isascii() else HALF.sub("\ufffd", value)
    if isinstance(value, list | tuple):
        return type(value)(whole(each) for each in value)
    if isinstance(value, dict):
        return {whole(key): whole(each) for key, each in value.items()}
    return value


class Record(BaseModel):
    """The base of all records: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(Record):
    """A news site, as declared in live.yaml or sites.yaml."""

    name: str = Field(min_length=1, description="the outlet's name")
    url: Url = Field(description="a URL, http(s)://host/")
    language: str = Field(
        default="en", pattern=r"^[a-z]{2,3}$", description="a code of ISO 639 in small letters"
    )
    country: str = Field(
        default="", pattern=r"^([a-z]{2})?$", description="a code of ISO 3166 in small letters"
    )
    subjects: tuple[str, ...] = Field(default=(), description="a list of words such as sports")
    sections: tuple[Url, ...] = Field(default=(), description="URLs, http(s)://host/section")
    feeds: tuple[Url, ...] = Field(default=(), description="URLs of RSS or Atom feeds")
    sitemaps: tuple[Url, ...] = Field(default=(), description="URLs of news sitemaps")
    shots: ShotKind = "full_page"
    pictures: str = Field(default="", description="the folder of a `human` site's pictures")
    note: str = Field(default="", description="what is special about it")
    source: str = Field(default="", description="who says that these are its addresses")
    last_checked: date | Literal["never"] = Field(
        default="never", description="the day of the last visit by a person, or never"
    )

    @model_validator(mode="after")
    def _people_need_a_folder(self) -> Self:
        if (self.shots == "human") != bool(self.pictures):
            raise ValueError(
                "`shots: human` and `pictures:` go together. Write `pictures:`, the folder of an "
                "index.yaml (docs/sites.md), with `shots: human`, or neither"
            )
        return self


class Link(Record):
    """An article that a site points to, before anyone has opened it."""

    month: Month
    site: str
    url: str = Field(description="canonical: no fragment, no tracking parameters")
    found_in: Literal["front", "section", "feed", "sitemap", "human"]
    listed_at: str = Field(default="", description="the date that feed or sitemap gave, verbatim")
    seen_at: Utc | None = Field(default=None, description="when the site was first seen to list it")

    @property
    def id(self) -> str:
        return content_id("link", self.month, self.url)

    @property
    def parent(self) -> str:
        return self.site


class Evidence(Record):
    """What one source said of when a page was published."""

    source: str = Field(
        description="json-ld, meta, time, htmldate, feed, sitemap, human ...; "
        "reviewer where a person said which of these is right"
    )
    value: str = Field(description="verbatim")
    at: Utc | None = Field(default=None, description="None: not understood")
    zoned: bool = Field(default=False, description="the source named the time zone")
    day_only: bool = False


class Shot(Record):
    """A picture of a page, or of one screen of it."""

    kind: ShotKind
    sha256: str = Field(description="of the encoded picture, its name in the blobs")
    media_type: str = "image/png"
    width: int = Field(gt=0, description="px")
    height: int = Field(gt=0, description="px")
    top: int = Field(default=0, ge=0, description="px from the top of the page")
    cut: bool = Field(default=False, description="the page goes on below the height limit")
    text: str = Field(default="", description="the page's text that lies inside this picture")


class Figure(Record):
    """The picture that leads an article."""

    url: str
    caption: str = ""


class Page(Record):
    """An article as it was photographed, with proof of when it was published."""

    month: Month
    site: str
    url: str = Field(description="canonical; the page's identity")
    final_url: str = Field(description="after redirects")
    redirects: tuple[str, ...] = Field(default=(), description="addresses on the way there")
    headers: dict[str, str] = Field(
        default_factory=dict, description="of the answer: what bears on its date and its use"
    )
    title: str
    byline: str = ""
    section: str = ""
    language: str = ""
    text: str = Field(description="the article's body, paragraphs separated by blank lines")
    lead: Figure | None = None
    html_sha256: str = Field(description="of the HTML as captured, gzip, in the blobs; or ''")
    cleaned: tuple[str, ...] = Field(default=(), description="what was done to it before the shot")
    shots: tuple[Shot, ...] = Field(min_length=1)
    published_at: Utc
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    captured_at: Utc
    browser: str = Field(description="name and version; `human` where a person took it")
    screen: tuple[int, int] = Field(description="viewport, px, width x height")

    @property
    def id(self) -> str:
        return content_id("page", self.month, self.url)

    @property
    def parent(self) -> str:
        return self.site


class Visit(Record):
    """What opening one link took, showed and came to. What was not read is empty.

    A link that failed is visited again, on its own.
    """

    month: Month
    site: str
    url: str = Field(description="the link's")
    at: Utc
    seconds: float = Field(ge=0, description="from its turn to its end")
    bytes: int = Field(ge=0, description="received over the network")
    tries: int = Field(ge=0, description="0: not opened, for the site or its host does not want it")
    state: Literal["done", "dropped", "held", "waiting", "failed"]
    reason: str = ""
    final_url: str = Field(default="", description="after redirects")
    redirects: tuple[str, ...] = Field(default=(), description="addresses on the way there")
    address: str = Field(default="", description="canonical, as the page declares it")
    title: str = ""
    evidence: tuple[Evidence, ...] = ()
    published_at: Utc | None = Field(
        default=None, description="the latest that its evidence allows; None: not proven"
    )
    sketch: str = Field(default="", description="the MinHash of its text, hexadecimal")

    @property
    def id(self) -> str:
        return content_id("visit", self.month, self.url, self.at.isoformat())

    @property
    def parent(self) -> str:
        return self.site

    @property
    def ended_at(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)


class CrawlRun(Record):
    """One run of the crawl: the sites that it tried, and how many pages each gave."""

    month: Month
    at: Utc = Field(description="when it began")
    gave: dict[str, int] = Field(
        description="by site; of those that listed nothing, or of which a link was opened"
    )

    @property
    def id(self) -> str:
        return content_id("crawl run", self.month, self.at.isoformat())

    @property
    def parent(self) -> str:
        return self.month


class Ruling(Record):
    """What a reviewer said of the date of a page whose sources disagree. The newest stands."""

    month: Month
    link_id: str
    value: str = Field(description="what the source that is right says, verbatim; '': none is")
    reviewer: str = Field(min_length=1)
    at: Utc
    reason: str = ""

    @property
    def id(self) -> str:
        return content_id("ruling", self.model_dump(mode="json"))

    @property
    def parent(self) -> str:
        return self.link_id


class Usage(Record):
    """Tokens of one call, as the provider counted them."""

    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    cached_tokens: int = Field(default=0, ge=0, description="of the input, read from a cache")


class Seen(Record):
    """How a picture came before a model's eyes. Sizes are width and height, px."""

    original: tuple[int, int] = Field(description="the screenshot")
    sent: tuple[int, int] = Field(description="what was handed over; smaller: live scaled it")
    seen: tuple[int, int] | None = Field(
        default=None, description="what the provider scales or crops it to; None: not known"
    )
    tiles: int = Field(default=1, ge=1, description="pieces that the provider cuts it into")
    tile: tuple[int, int] | None = Field(default=None, description="a piece; None: it is not cut")
    known: Literal["", "checked", "documented"] = Field(
        default="",
        description="how the last three are known: the provider would have refused anything else, "
        "or the processor of local weights did it here; or by the provider's documentation",
    )


class Provenance(Record):
    """Who made a record, so that it can be made again."""

    model: str = Field(description="as named in live.yaml, `embedded/...` for the embedded ones")
    declared: str = Field(default="", description="provider/model, as live.yaml declared it")
    revision: str = Field(default="", description="what the server said it was")
    prompt_sha256: str = ""
    parameters: dict[str, Any] = Field(default_factory=dict)
    usage: Usage = Usage()
    reply_key: str = Field(default="", description="the reply's key in the ledger")
    pictures: tuple[Seen, ...] | None = Field(
        default=None,
        exclude_if=lambda pictures: pictures is None,
        description="how each was seen, in order; None, and unsaid: from before this was recorded",
    )


class Criterion(Record):
    """One line of a rubric: what earns how many of the 10 points."""

    points: int = Field(ge=0, le=10)
    text: str = Field(min_length=1)


Format = Literal["open", "ordering", "table", "multiple_choice", "translation"]
"""What kind of answer a question asks for."""


class Grades(Record):
    """What a scorer thinks of a question, as the original splits scored theirs: 0..10 in all."""

    authenticity: int = Field(ge=0, le=5)
    coherence: int = Field(ge=0, le=3)
    clarity: int = Field(ge=0, le=2)
    reason: str
    made_by: Provenance

    @property
    def total(self) -> int:
        return self.authenticity + self.coherence + self.clarity


class Question(Record):
    """A question about a page's picture, with its gold answer and 10-point rubric."""

    id: str = Field(description="given when written; kept over edits")
    version: int = Field(default=1, ge=1)
    month: Month
    page_id: str
    subtask: str
    question: str
    answer: str
    criteria: tuple[Criterion, ...]
    format: Format = "open"
    language: str = "en"
    made_by: Provenance
    checked_by: Provenance | None = None
    grades: Grades | None = Field(default=None, description="None: nobody scored it")
    edited_by: str = ""

    @property
    def parent(self) -> str:
        return self.page_id

    @property
    def rubric(self) -> str:
        """The criteria as published: one line each, `4 points: ...`."""
        return "\n".join(
            f"{c.points} point{'' if c.points == 1 else 's'}: {c.text}" for c in self.criteria
        )


class Step(Record):
    """What a model said at one step of the making of a page's questions, whole."""

    month: Month
    step: Literal["inform", "write", "check", "finalize", "score"]
    subject: str = Field(description="a page's id at inform and write, else a question's")
    said: dict[str, Any] = Field(description="its structured reply")
    made_by: Provenance

    @property
    def id(self) -> str:
        return content_id("step", self.step, self.subject, self.made_by.reply_key)

    @property
    def parent(self) -> str:
        return self.subject


class Finding(Record):
    """What one gate found on one version of a question. Of two runs the later counts."""

    month: Month
    question_id: str
    version: int
    gate: str
    outcome: Literal["passed", "dropped", "held", "not_run", "off"]
    reason: str = ""
    detail: str = ""
    evidence: dict[str, Any] = Field(default_factory=dict, description="what the gate went by")

    @property
    def id(self) -> str:
        return content_id("finding", self.question_id, self.version, self.gate)

    @property
    def parent(self) -> str:
        return self.question_id


class Decision(Record):
    """What a reviewer decided about one version of a question, when and why.

    Of one reviewer's on a version the newest counts; `withdraw` takes back the one before.
    """

    month: Month
    question_id: str
    version: int
    verdict: Literal["accept", "reject", "edit", "withdraw"]
    reviewer: str = Field(min_length=1, description="the handle that is published")
    at: Utc
    reason: str = ""
    act: str = Field(default="", description="what was done at once and is undone at once")

    @property
    def id(self) -> str:
        return content_id("decision", self.model_dump(mode="json"))

    @property
    def parent(self) -> str:
        return self.question_id


class Remark(Record):
    """What a reviewer noted about a question, or that it is flagged. Of flags the newest counts."""

    month: Month
    question_id: str
    version: int
    kind: Literal["note", "flag", "unflag"]
    reviewer: str = Field(min_length=1, description="the handle that is published")
    at: Utc
    text: str = Field(default="", max_length=10_000)
    act: str = Field(default="", description="what was done at once and is undone at once")

    @property
    def id(self) -> str:
        return content_id("remark", self.model_dump(mode="json"))

    @property
    def parent(self) -> str:
        return self.question_id


class Row(Record):
    """A question's place in a frozen split."""

    row_id: int = Field(ge=0, lt=2**31, description="YYMM x 10000 + n; never reused")
    question_id: str
    version: int
    page_id: str
    reviewed_by: str = ""


class LeftOut(Record):
    """Why an accepted question is not in the split."""

    reason: Literal["no_place", "alike", "page_share", "outranked"]
    detail: str


class Selection(Record):
    """How the questions of a split were chosen from those accepted."""

    most: int = Field(gt=0, description="rows that live.yaml allowed")
    seed: int
    shares: dict[str, float] = Field(description="of the split, by subtask")
    wanted: dict[str, int] = Field(description="rows that a subtask's share comes to")
    taken: dict[str, int] = Field(description="rows of each subtask")
    accepted: int = Field(ge=0, description="questions there were to choose from")
    left_out: dict[str, LeftOut] = Field(description="by id, the questions not chosen")

    @property
    def short(self) -> dict[str, int]:
        """The rows that subtasks lack to their share, for want of accepted questions."""
        lack = {label: n - self.taken.get(label, 0) for label, n in self.wanted.items()}
        return {label: n for label, n in lack.items() if n > 0}


class Erratum(Record):
    """What a revision of a month changed about one row: what, why, by whom and when."""

    revision: int = Field(ge=2, description="the one that brought it")
    row_id: int
    question_id: str
    version: int = Field(description="of the question, as it stood before")
    what: Literal["withdrawn", "corrected"]
    fields: tuple[Literal["question", "answer", "criteria"], ...] = Field(
        default=(), description="what was corrected"
    )
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1, description="the handle that is published")
    at: Utc


class Release(Record):
    """A frozen split: which version of which question is which row.

    A revision is a release of its own; those before it stay.
    """

    month: Month
    revision: int = Field(default=1, ge=1)
    rows: tuple[Row, ...]
    errata: tuple[Erratum, ...] = Field(
        default=(), description="of all revisions up to this one, in their order"
    )
    cut_at: Utc
    review: Literal["required", "none"]
    gates: dict[str, Literal["on", "off"]]
    selection: Selection | None = Field(
        default=None, description="None: of a month whose accepted questions were all taken"
    )
    canary: str
    version: str = Field(description="of this package")

    @property
    def id(self) -> str:
        return content_id("release", self.month, self.revision)

    @property
    def parent(self) -> str:
        return self.month

    @property
    def row_ids(self) -> list[int]:
        """The numbers of all rows that the month ever had, those withdrawn too.

        What is drawn by chance among rows is drawn among these: no revision draws others.
        """
        withdrawn = {each.row_id for each in self.errata if each.what == "withdrawn"}
        return sorted(withdrawn.union(row.row_id for row in self.rows))


PERSON = "human/"
"""How the model of an Answer, or the judge of a Verdict, begins that a person gave; their handle
follows."""
BLIND = "blind/"
"""How the model of an Answer begins that was shown no picture; the candidate's name follows."""


class Answer(Record):
    """What a candidate, or a person, answered to a row."""

    month: Month
    row_id: int
    question_id: str
    version: int
    model: str = Field(
        description="the candidate; `human/` and a handle where a person answered; `blind/` and "
        "the candidate where it was shown no picture"
    )
    outcome: Literal["answered", "empty", "refused", "truncated"]
    text: str
    detail: str = ""
    made_by: Provenance
    carried_from: int | None = Field(
        default=None,
        exclude_if=lambda version: version is None,
        description="the version that it was given to, where gold answer or rubric were corrected "
        "since and the question was not; None: given to this one",
    )

    @property
    def id(self) -> str:
        return content_id("answer", self.month, self.question_id, self.version, self.model)

    @property
    def parent(self) -> str:
        return self.question_id

    @property
    def by_person(self) -> bool:
        return self.model.startswith(PERSON)

    @property
    def is_blind(self) -> bool:
        return self.model.startswith(BLIND)


class Verdict(Record):
    """What a judge, or a person, gave an answer: a rating, or Unscored with its reason."""

    month: Month
    answer_id: str
    row_id: int
    model: str = Field(description="the candidate")
    judge: str = Field(description="as named in live.yaml; `human/` and a handle for a person")
    rating: int | None = Field(default=None, ge=0, le=10, description="None: unscored")
    points: tuple[int, ...] = Field(default=(), description="per criterion")
    reason: str = Field(description="the judge's words, or why there is no rating")
    made_by: Provenance

    @property
    def id(self) -> str:
        return content_id("verdict", self.answer_id, self.judge)

    @property
    def parent(self) -> str:
        return self.answer_id

    @property
    def by_person(self) -> bool:
        return self.judge.startswith(PERSON)


NO_CALL = "no call"
"""Who made a Comparison that was decided without asking its judge."""


class Comparison(Record):
    """Which of two candidates' answers to a row a judge finds better, shown in one order."""

    month: Month
    row_id: int
    question_id: str
    version: int
    a: str = Field(description="a candidate")
    b: str = Field(description="another one")
    first: Literal["a", "b"] = Field(description="whose answer was shown first")
    judge: str = Field(description="as named in live.yaml")
    winner: Literal["a", "b", "tie"] | None = Field(default=None, description="None: unusable")
    reason: str = Field(description="the judge's words, or why there is no winner")
    made_by: Provenance = Field(description="`no call` where it was decided without asking")

    @property
    def id(self) -> str:
        asked = (self.question_id, self.version, self.a, self.b, self.first, self.judge)
        return content_id("comparison", self.month, *asked)

    @property
    def parent(self) -> str:
        return self.question_id

    @property
    def was_asked(self) -> bool:
        return self.made_by.model != NO_CALL


class Anchor(Record):
    """What a judge gives an answer of an earlier month now, and what it was given then."""

    month: Month
    of: Month = Field(description="the answer's")
    answer_id: str
    page_id: str
    judge: str
    rating: int | None = Field(ge=0, le=10, description="None: unscored")
    earlier: float = Field(ge=0, le=10)
    by: str = Field(description="whose rating the earlier one is: the judge's own, or a panel's")
    reason: str
    made_by: Provenance

    @property
    def id(self) -> str:
        return content_id("anchor", self.month, self.answer_id, self.judge)

    @property
    def parent(self) -> str:
        return self.answer_id


class Published(Record):
    """That a revision of a month is out at a target."""

    month: Month
    revision: int = Field(ge=1, description="the release's")
    target: str = Field(description="hub:org/name, or the folder as a whole path")
    oid: str = Field(description="the commit that brought it; '' in a folder")
    at: Utc = Field(description="when it was first known to be there")

    @property
    def id(self) -> str:
        return content_id("published", self.month, self.revision, self.target)

    @property
    def parent(self) -> str:
        return self.month


class Notice(Record):
    """How a month fared in a release, for its maintainers. Told of is each once a day, in UTC.

    Of what failed, each cause; of what is out, each revision and target.
    """

    month: Month
    about: Literal["due", "waits", "failed", "out"]
    at: Utc = Field(description="when it was last so")
    text: str = Field(description="the headline, and lines below it")
    why: str = Field(default="", description="of failed: what went wrong")
    revision: int = Field(default=0, description="of out: the release's; 0 in older notices")
    target: str = Field(default="", description="of out: as in Published; '' in older notices")
    told: bool = Field(default=True, description="whether anybody got it")

    @property
    def id(self) -> str:
        cause = re.sub(r"[0-9]+", "0", self.why)  # such as seconds to wait: no other cause
        apart = (each for each in (cause, self.revision, self.target) if each)
        return content_id("notice", self.month, self.about, f"{self.at:%Y-%m-%d}", *apart)

    @property
    def parent(self) -> str:
        return self.month


class Score(Record):
    """A mean on 0..100 with its 95% interval; all three None where the mean is withheld.

    The questions of one page have a mean, but no interval: they tell nothing of other pages.
    """

    mean: float | None
    low: float | None
    high: float | None
    n: int = Field(ge=0, description="scored answers")
    unscored: int = Field(ge=0, description="answers without a verdict, and questions unanswered")
    withheld: bool

    @model_validator(mode="after")
    def _withheld_has_no_mean(self) -> Self:
        if (self.mean is None) != self.withheld:
            raise ValueError("a score has a mean exactly when it is not withheld")
        if (self.low is None) != (self.high is None) or (self.withheld and self.low is not None):
            raise ValueError("an interval has two ends, and none without a mean")
        return self


class Effort(Record):
    """How a candidate's rows ended, and what an answer took on average.

    What is not known of one answer is None of all.
    """

    outcomes: dict[str, int] = Field(
        description="rows answered, truncated, refused, empty and unanswered"
    )
    usd: float | None
    tokens: float | None = Field(description="of prompt and reply")
    seconds: float | None = Field(description="from the first sending to the reply")


class Gain(Record):
    """What a candidate gains by seeing: its ratings less its own without the picture, paired.

    In points of 0..100, over the rows that it has both ratings on; None where there are none.
    """

    blind: float | None = Field(description="its mean on those rows without the picture")
    difference: float | None
    low: float | None = Field(description="of the difference's 95% interval")
    high: float | None
    n: int = Field(ge=0, description="rows with both ratings")
    unscored: int = Field(ge=0, description="rows asked without the picture that lack one")


class ModelScore(Score):
    """A candidate's scores, overall and per subtask."""

    model: str
    subtasks: dict[str, Score]
    rank_low: int | None = Field(default=None, description="the best place it may have; 1 is first")
    rank_high: int | None = Field(default=None, description="the worst; None: not ranked")
    effort: Effort | None = Field(default=None, description="None: of ratings from outside")
    gain: Gain | None = Field(default=None, description="None: never asked without the picture")


class Pair(Record):
    """How two models differ on the questions that both were rated on, in points of 0..100.

    All numbers are None where no page, or one alone, holds such questions.
    """

    a: str
    b: str
    difference: float | None = Field(description="the mean of a less that of b")
    low: float | None = Field(description="of its 95% interval")
    high: float | None
    p: float | None = Field(description="two-sided, that there is no difference")
    p_holm: float | None = Field(description="corrected for all pairs")


class People(Record):
    """What people scored. Each of them answered some of the rows, and only those count."""

    persons: int = Field(gt=0)
    answers: int = Field(gt=0)
    rows: int = Field(gt=0, description="rows that one person at least answered")
    most: int = Field(ge=0, description="scored answers of the person who has most")
    seconds: float = Field(description="median time of an answer, those with a long pause left out")
    scores: tuple[ModelScore, ...] = Field(
        description="`Human, best` where somebody has answers enough, then `Human, mean`"
    )


class JudgeNote(Record):
    """A judge of a month: as what it was served, and how far it is to be believed."""

    name: str
    declared: str = Field(description="provider/model, as live.yaml declares it")
    revisions: tuple[str, ...] = Field(description="that its verdicts are of")
    verdicts: int = Field(ge=0)
    unscored: int = Field(ge=0, description="verdicts without a rating")
    calibration: dict[str, Any] | None = Field(
        default=None, description="as live.judge.calibration gives it; None: uncalibrated"
    )
    drift: dict[str, Any] | None = Field(
        default=None, description="as live.judge.anchors gives it; None: no anchors were judged"
    )


class TrendMonth(Record):
    """A month of the trend: its means, who judged it, and what is not as the month before."""

    month: Month
    judges: tuple[str, ...] = Field(description="name and served revision of each")
    taxonomy: str
    scores: dict[str, Score] = Field(description="overall, by model")
    changed: tuple[str, ...] = Field(
        default=(), description="what makes it less comparable: the judge, the taxonomy"
    )


class Scoreboard(Record):
    """The table of a month: the candidates, and people apart from them."""

    month: Month | None = Field(description="None: of ratings from outside")
    models: tuple[ModelScore, ...]
    pairs: tuple[Pair, ...] = ()
    minimal_detectable_difference: float | None = Field(
        default=None, description="points that two models must differ by to be told apart mostly"
    )
    notes: tuple[str, ...] = Field(default=(), description="what a reader of the numbers must know")
    people: People | None = Field(default=None, description="None: nobody answered")
    judges: tuple[JudgeNote, ...] = ()
    arena: dict[str, Any] | None = Field(
        default=None, description="as live.judge.arena gives it; None: no answers were compared"
    )
    trend: tuple[TrendMonth, ...] = Field(
        default=(),
        description="the months up to this one, oldest first; of ratings from outside, none",
    )

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = dump(self)
        for name in ("people", "judges", "arena", "trend"):
            if not getattr(self, name):
                del data[name]
        return data
