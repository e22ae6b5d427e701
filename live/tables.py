"""The tables of the database, as migrations/ builds them. Touches nothing outside.

Each kind of record has a table of its own with the same columns: what is looked up, and the record
as JSON in `body`. `seq` keeps the order in which records came.
"""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from live.records import (
    Anchor,
    Answer,
    Comparison,
    CrawlRun,
    Decision,
    Finding,
    Link,
    Notice,
    Page,
    Published,
    Question,
    Record,
    Release,
    Remark,
    Ruling,
    Step,
    Verdict,
    Visit,
)

metadata = MetaData()


def _records(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("id", String(64), nullable=False),
        Column("version", Integer, nullable=False),
        Column("month", String(7), nullable=False, index=True),
        Column("parent", String(200), nullable=False, index=True),
        Column("body", JSON, nullable=False),
        Index(f"ix_{name}_id", "id", "version", unique=True),
    )


RECORDS: dict[type[Record], Table] = {
    Link: _records("links"),
    Visit: _records("visits"),
    CrawlRun: _records("crawl_runs"),
    Ruling: _records("rulings"),
    Page: _records("pages"),
    Step: _records("steps"),
    Question: _records("questions"),
    Finding: _records("findings"),
    Decision: _records("decisions"),
    Remark: _records("remarks"),
    Release: _records("releases"),
    Answer: _records("answers"),
    Verdict: _records("verdicts"),
    Anchor: _records("anchors"),
    Comparison: _records("comparisons"),
    Published: _records("published"),
    Notice: _records("notices"),
}

outcomes = Table(
    "outcomes",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("stage", String(32), primary_key=True),
    Column("item", String(200), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_outcomes_state", "stage", "state", "month", "item"),
)

reviewers = Table(
    "reviewers",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(100), nullable=False, unique=True),  # who was invited; not published
    Column("handle", String(40), nullable=True, unique=True),  # what is; None: never came
    Column("role", String(16), nullable=False),  # review | answer
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("invited_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("revoked_at", String(32), nullable=True),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("who", String(100), nullable=False),
    Column("what", String(32), nullable=False),
    Column("item", String(200), nullable=False),
    Column("before", Text, nullable=False),  # JSON, as it was hashed
    Column("after", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

signatures = Table(
    "signatures",
    metadata,
    Column("kind", String(16), primary_key=True),  # the table of what it is a signature of
    Column("subject", String(64), primary_key=True),
    Column("bits", LargeBinary, nullable=False),
    sqlite_with_rowid=False,  # a million are looked up at once by their key
)

calls = Table(
    "calls",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("month", String(7), nullable=False, index=True),
    Column("stage", String(32), nullable=False),
    Column("model", String(200), nullable=False, index=True),
    Column("state", String(16), nullable=False),  # sent | received | failed
    Column("request", JSON, nullable=False),
    Column("reply", JSON, nullable=True),
    Column("usd", Float, nullable=True),
    Column("tokens", Integer, nullable=False),
    Column("sent_at", String(32), nullable=False),
    Column("received_at", String(32), nullable=True),
    Column("lost", Integer, nullable=False),  # times it was in flight when a run was killed
)
