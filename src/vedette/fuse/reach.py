"""What a number counts: one deed, a stretch of time, or everything since something began.

Language is data here, as in `tolls`: word beginnings of every language stand side by side.
"""

import re

from vedette.model.event import Reach

_TOTAL = re.compile(
    r"\bsince (?:the )?(?:\w+ ){0,3}(?:start|beginning|outbreak|outset|onset|launch|invasion|war\b|\w+day\b|"
    r"\d{1,2} [a-z]{3}|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)|"
    r"\bby (?:now|noon|midday|midnight|the (?:morning|evening|end)|this (?:morning|evening))\b|"
    r"\b(?:has|have|had) (?:\w+ )?been (?:evacuated|displaced|moved)\b|"
    r"\bso far\b|\bto date\b|\bin total\b|\btotal(?:l?ing| of\b)|\boverall\b|"
    r"\bdeath toll\b|\btoll (?:has |had |of the \w+ )?(?:ris|rose|reach|stands|stood|climb|grow|grew|now)|"
    r"\bnumber of (?:\w+ ){0,4}(?:has |had )?(?:ris|rose|reach|climb|grow|grew|now)|\b(?:rose|risen|climbed) to\b|"
    r"\bby (?:its|his|her|their) count\b|\bas of (?:today|now|\w+ \d|\d)|\bup to now\b|\balready\b|"
    r"\bс начала\b|\bвсего\b|\bобщ\w+ потер|\bв общей сложности\b|\bвозросл|\bвыросл|\bувеличил|\bдостигл|\bсоставил|"
    r"\b(?:з|від|із) початку\b|\bзагал(?:ом|ьн\w+ (?:бойові )?втрат)|\bусього\b|\bзросл|\bсягнул|\bстановл",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:over|in|during|for|within|throughout) (?:the )?(?:(?:past|last|previous|preceding) )?"
    r"(?:24 hours|twenty-four hours|day\b|night\b|week\b|month\b)|"
    r"\b(?:past|last|previous) (?:24 hours|day|night|week|month)|\b(?:in|within) (?:a|one)(?: single)? day\b|"
    r"\b(?:per|each|every) (?:day|week|month)\b|\bdaily\b|\bovernight\b|"
    r"\b(?:за|в течение|протягом|впродовж) (?:\w+ )?"
    r"(?:сутк|суток|добу|доби|ночь|ніч|недел|тижд|тижн|месяц|місяц|день\b)",
    re.IGNORECASE,
)


def reach_of(before: str, after: str) -> Reach:
    """By the words of the number's sentence; those next to it count if both are there."""
    period = _nearest(_PERIOD, before, after)
    total = _nearest(_TOTAL, before, after)
    if period is None and total is None:
        return "event"
    if total is None:
        return "period"
    return "total" if period is None or total <= period else "period"


def _nearest(sign: re.Pattern[str], before: str, after: str) -> int | None:
    """How many characters lie between it and the number."""
    ahead = [len(before) - found.end() for found in sign.finditer(before)]
    behind = [found.start() for found in sign.finditer(after)]
    return min((*ahead, *behind), default=None)
