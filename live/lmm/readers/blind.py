"""A question -> a guess, without the picture: what guessing by the kind of question earns. Pure."""

from live.lmm.readers.question import Question


def guess(question: str) -> str:
    """Guesses as a person would who sees only the question."""
    asked = Question(question.strip())
    options = asked.options()
    if asked.gap:
        return "the"
    if asked.has(r"\b(?:order|sort|arrange|sequence|put (?:these|the following))\b") and options:
        return "; ".join(options)
    if len(options) >= 2 and asked.has(r"\bwhich\b|\bwhat\b|\bor\b"):
        return options[0]
    if asked.has(r"\bpublish|\bdate\b|\bposted\b"):
        return "15 October"
    if asked.has(r"\bwho\b|\bwhose\b|\bauthor\b|\bbyline\b|\breporter\b"):
        return "A staff reporter"
    if asked.has(r"\bsection\b|\bcategory\b|\brubric\b"):
        return "News"
    if asked.has(r"\bpercent|\bper cent|%|\bshare\b"):
        return "50 per cent"
    if asked.has(r"\bhow many\b|\bhow much\b|\bnumber\b|\bvalue\b|\bfigure\b"):
        return "3"
    if asked.has(r"\btemperature\b|\bweather\b|\bdegrees\b"):
        return "15 °C"
    if asked.has(r"\bmonth\b"):
        return "September"
    if asked.has(r"\bwhen\b|\bday\b"):
        return "On Monday"
    if asked.has(r"\btime\b"):
        return "10:00"
    if asked.has(r"\bwhere\b|\bcity\b|\btown\b"):
        return "In the capital"
    if asked.has(r"^(?:is|are|was|were|do|does|did|has|have|can|will)\b"):
        return "Yes"
    if asked.has(r"\bheadline\b|\btitle\b"):
        return "Council approves new budget"
    return "The mayor announced a new plan."
