"""The files in schedules/ are what their readers take, and call verbs that exist."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from apscheduler.triggers.cron import CronTrigger

from live.cli import live
from live.errors import UsageError
from live.schedule import USUAL

FILES = Path(__file__).parent.parent / "schedules"
UNITS = sorted((FILES / "systemd").iterdir())
GITHUB, KUBERNETES = FILES / "github-actions.yml", FILES / "k8s-cronjob.yaml"
VERBS = {" ".join(job.words) for job in USUAL.jobs}
NUMBERED = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


def crontab() -> list[tuple[str, list[str]]]:
    """The crontab's times and commands."""
    lines = (FILES / "crontab").read_text().splitlines()
    rows = [line.split(maxsplit=5) for line in lines if line[:1].isdigit() or line[:1] == "*"]
    return [(" ".join(row[:5]), shlex.split(row[5])) for row in rows]


def steps() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load(GITHUB.read_text())["jobs"]["live"]["steps"]
    return [step for step in found if step.get("run", "").startswith("live ")]


def cron_jobs() -> list[dict[str, Any]]:
    return [job["spec"] for job in yaml.safe_load_all(KUBERNETES.read_text())]


def container(job: dict[str, Any]) -> dict[str, Any]:
    (found,) = job["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    return dict(found)


def commands(file: str) -> list[list[str]]:
    """The command lines of a file, without `live`."""
    match file:
        case "crontab":
            found = [words for _, words in crontab()]
        case "systemd":
            text = "".join(unit.read_text() for unit in UNITS)
            found = [shlex.split(line) for line in re.findall(r"^ExecStart=(.+)$", text, re.M)]
        case "github":
            found = [shlex.split(step["run"]) for step in steps()]
        case _:
            found = [each["command"] + each["args"] for each in map(container, cron_jobs())]
    assert all(Path(words[0]).name == "live" for words in found)
    return [words[1:] for words in found]


@pytest.mark.parametrize("file", ["crontab", "systemd", "github", "kubernetes"])
def test_every_command_is_one_that_exists_and_all_that_is_usual_is_there(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    for name, verb in live.commands.items():
        monkeypatch.setattr(verb, "callback", lambda *_, name=name, **__: called.append(name))
    words = commands(file)
    for each in words:
        live.main(each, standalone_mode=False)
    assert len(called) == len(words)
    told = {" ".join(each).removeprefix("-C /srv/live ") for each in words}
    assert told - {"schedule"} == VERBS


def test_a_command_that_does_not_exist_would_be_found() -> None:
    for words in (["release", "--dew"], ["crawl", "--month", "next"], ["realease", "--due"]):
        with pytest.raises((click.ClickException, UsageError), match="dew|next|realease"):
            live.main(words, standalone_mode=False)


@pytest.mark.parametrize("place", ["crontab", "github", "kubernetes"])
def test_times_are_those_of_the_usual_timetable(place: str) -> None:
    """As cron counts the days of the week: 1 is Monday."""
    if place == "crontab":
        found = {tuple(words[3:]): cron for cron, words in crontab()}
    elif place == "github":
        crons = [each["cron"] for each in yaml.safe_load(GITHUB.read_text())[True]["schedule"]]
        found = {
            tuple(shlex.split(step["run"])[1:]): cron
            for cron in crons
            for step in steps()
            if f"'{cron}'" in step["if"]
        }
    else:
        found = {tuple(container(job)["args"][2:]): job["schedule"] for job in cron_jobs()}
    usual = {tuple(job.words): job.cron for job in USUAL.jobs}
    named = {
        words: re.sub(r"\d$", lambda n: NUMBERED[int(n[0])], at) for words, at in found.items()
    }
    assert named == usual
    assert all(CronTrigger.from_crontab(cron) for cron in named.values())


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not (program := shutil.which("systemd-analyze")):
        pytest.skip("no systemd-analyze: apt-get install systemd")
    for unit in UNITS:  # it looks whether the program is there
        text = re.sub(r"(?<=ExecStart=)\S+", str(shutil.which("true")), unit.read_text())
        (tmp_path / unit.name).write_text(text)
    units = sorted(map(str, tmp_path.iterdir()))
    ended = subprocess.run([program, "verify", "--man=no", *units], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


def test_a_timer_makes_up_for_what_it_missed_and_has_its_service() -> None:
    timers = [unit for unit in UNITS if unit.suffix == ".timer"]
    assert len(timers) == len(VERBS)
    for timer in timers:
        assert "\nPersistent=true\n" in timer.read_text()
        assert timer.with_suffix(".service").is_file()


def test_github_takes_the_workflow() -> None:
    pytest.importorskip("check_jsonschema", reason="pip install check-jsonschema")
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(GITHUB)]
    ended = subprocess.run([sys.executable, *words], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout


def test_kubernetes_takes_the_cron_jobs() -> None:
    validate = pytest.importorskip("kubernetes_validate", reason="pip install kubernetes-validate")
    for job in yaml.safe_load_all(KUBERNETES.read_text()):
        assert validate.validate(job, "1.34", strict=True)
        assert job["spec"]["concurrencyPolicy"] == "Forbid"
