"""A process -> what it and those below it weigh, or their end. Touches /proc and sends signals."""

from contextlib import suppress

import psutil


def weight(process: psutil.Process) -> int:
    """Sums the memory of a process and all below it, in bytes; 0 when it is gone.

    PSS: what several share counts once. Where the kernel does not tell, what is not shared.
    """
    return sum(map(_share, family(process)))


def outgrown(process: psutil.Process, most: int) -> list[psutil.Process]:
    """Gives what below a process holds more than `most` bytes resident.

    Resident is read in microseconds where PSS takes milliseconds, so it can be watched closely.
    """
    return [each for each in family(process)[1:] if _resident(each) > most]


def end(process: psutil.Process) -> None:
    """Kills a process; one that is gone already is no fault."""
    with suppress(psutil.NoSuchProcess):
        process.kill()


def end_family(process: psutil.Process) -> None:
    """Kills a process and all below it."""
    for each in family(process):
        end(each)


def family(process: psutil.Process) -> list[psutil.Process]:
    """Gives a process and all below it, itself first; none when it is gone."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _share(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.AccessDenied:
        memory = process.memory_info()
        return int(memory.rss - memory.shared)
    except psutil.NoSuchProcess:
        return 0


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
