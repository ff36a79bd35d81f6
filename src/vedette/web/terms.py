"""What codes are called on a page, in the reader's language. Nothing here may sound surer than its source."""

from collections.abc import Iterator, Mapping

from vedette.web.texts import gettext


def N_(message: str) -> str:  # noqa: N802
    """Marks a text for the catalogues; it is translated when it is looked up."""
    return message


class Terms(Mapping[str, str]):
    """English words by code, given in the language of the request. A code without words is a mistake: KeyError."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, code: str) -> str:
        return gettext(self._words[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


STATUS = Terms(
    {
        "corroborated": N_("two or more independent sources tell it and nobody denies it"),
        "conceded": N_("the side it hurts admits it"),
        "observed": N_("a sensor or a lens saw, in that place and time, what is told"),
        "one-sided": N_("only one side, or one source, tells it"),
        "contested": N_("told by some and denied by others"),
        "denied": N_("claimed by one side and denied; nobody else supports it"),
        "unconfirmed": N_("told only with doubt"),
    }
)
CONTROL = Terms(
    {
        "claimed": N_("one side says so"),
        "conceded": N_("the losing side has admitted it"),
        "contested": N_("the sides disagree"),
        "confirmed": N_("independent sources agree"),
    }
)
CHANGE = Terms(
    {
        "captured": N_("Capture"),
        "liberated": N_("Liberation"),
        "advanced": N_("Advance"),
        "pushed-back": N_("Pushed back"),
        "withdrew": N_("Withdrawal"),
        "repelled": N_("Attack repelled"),
        "contested": N_("Fighting for control"),
    }
)
PLOVER = Terms(
    {
        "AGREE": N_("Agreement"),
        "CONSULT": N_("Meeting"),
        "SUPPORT": N_("Support"),
        "CONCEDE": N_("Concession"),
        "COOPERATE": N_("Cooperation"),
        "AID": N_("Aid"),
        "RETREAT": N_("Retreat"),
        "REQUEST": N_("Request"),
        "ACCUSE": N_("Accusation"),
        "REJECT": N_("Rejection"),
        "THREATEN": N_("Threat"),
        "PROTEST": N_("Protest"),
        "SANCTION": N_("Sanction"),
        "MOBILIZE": N_("Mobilisation"),
        "COERCE": N_("Coercion"),
        "ASSAULT": N_("Attack"),
    }
)
SUBTYPE = Terms(
    {
        "armed-clash": N_("Armed clash"),
        "government-regains-territory": N_("Territory regained"),
        "non-state-overtakes-territory": N_("Territory overtaken"),
        "non-violent-transfer": N_("Transfer without fighting"),
        "air-drone-strike": N_("Air or drone strike"),
        "shelling-artillery-missile": N_("Shelling or missile strike"),
        "suicide-bomb": N_("Suicide bombing"),
        "ied-mine": N_("Mine or improvised bomb"),
        "chemical": N_("Chemical weapon"),
        "attack-on-civilians": N_("Attack on civilians"),
        "protest-with-intervention": N_("Protest with intervention"),
        "force-against-protesters": N_("Force against protesters"),
        "disrupted-weapons-use": N_("Weapons use disrupted"),
        "evacuation": N_("Evacuation"),
        "change-to-group": N_("Change of command or unit"),
        "other-strategic": N_("Strategic development"),
    }
)
REACH = Terms(
    {
        "event": N_("of one event"),
        "period": N_("in a day or another stretch of time"),
        "total": N_("running count"),
    }
)
DOUBT = Terms(
    {
        "falls": N_("lower than the same voice counted before: a running count cannot fall"),
        "disputed": N_("contradicts another voice’s number"),
    }
)
OBSERVED = Terms(
    {
        "heat": N_("Heat seen from space"),
        "heat-sustained": N_("Heat seen from space, come back"),
        "radar-damage": N_("Change of the ground seen by radar"),
        "burn": N_("Burnt ground seen from space"),
        "vegetation": N_("Change of plants seen from space"),
        "seen-before": N_("Footage published earlier"),
        "metadata": N_("What the file says of itself"),
        "provenance": N_("Signed origin of the file"),
        "place-check": N_("Check of the place"),
        "time-check": N_("Check of the time"),
        "extension": N_("Seen by an extension"),
    }
)
FOUND = Terms(
    {
        "consistent": N_("agrees with what is claimed, or changed as claimed"),
        "inconsistent": N_("does not agree with what is claimed"),
        "cannot-tell": N_("cannot tell"),
    }
)
BEARING = Terms(
    {
        "agrees": N_("agrees with what is told"),
        "against": N_("speaks against it"),
        "context": N_("tells of the war around it"),
        "open": N_("leaves it open"),
    }
)
STANCE = Terms({"supports": N_("says it happened"), "concedes": N_("admits it"), "denies": N_("denies it")})
TIES = Terms(
    {
        "forwarded": N_("forwarded from there"),
        "same-text": N_("the same text"),
        "near-text": N_("nearly the same text"),
        "same-speaker": N_("quotes the same speaker"),
        "same-words": N_("in the same words"),
        "same-source": N_("the same source once more"),
        "same-side": N_("a voice of the same side, which tells what its institution tells"),
        "hearsay": N_("passed on without saying whose words they are"),
    }
)
TURNS = Terms(
    {
        "new": N_("Told for the first time"),
        "risen": N_("Surer than before"),
        "fallen": N_("Less sure than before"),
        "turned": N_("Of another status"),
        "joined": N_("Several that became one"),
        "parted": N_("One that became several"),
        "grown": N_("Told by more accounts"),
        "gone": N_("Told by nobody any more"),
    }
)
QUESTIONS = Terms(
    {
        "pair": N_("one event or two"),
        "speaker": N_("who speaks"),
        "place": N_("where it was"),
        "event": N_("whether it is an event"),
    }
)
PLATES = Terms({"before": N_("Before"), "after": N_("After"), "change": N_("Change")})
OCCASIONS = Terms(
    {
        "new": N_("an event is told for the first time"),
        "status": N_("an event gets another status"),
        "holder": N_("a place is said to change hands"),
        "threat": N_("somebody threatens, or says more of it"),
        "source": N_("a source that is followed gives nothing, or gives again"),
    }
)
NAMES = Terms(
    {
        # statuses of events and of control
        "corroborated": N_("corroborated"),
        "conceded": N_("conceded"),
        "observed": N_("observed"),
        "one-sided": N_("one-sided"),
        "contested": N_("contested"),
        "denied": N_("denied"),
        "unconfirmed": N_("unconfirmed"),
        "claimed": N_("claimed"),
        "confirmed": N_("confirmed"),
        "held": N_("held"),
        "unknown": N_("unknown"),
        # how sources do that are followed
        "failing": N_("failing"),
        "silent": N_("silent"),
        "late": N_("not asked"),
        "well": N_("as usual"),
        # kinds of statements
        "report": N_("report"),
        "claim": N_("claim"),
        "admission": N_("admission"),
        "denial": N_("denial"),
        "threat": N_("threat"),
        "call": N_("call"),
        "intent": N_("intent"),
        "prediction": N_("prediction"),
        "judgement": N_("judgement"),
        "speculation": N_("speculation"),
        "question": N_("question"),
        # certainties
        "asserted": N_("asserted"),
        "probable": N_("probable"),
        "possible": N_("possible"),
        # what became of threats
        "open": N_("open"),
        "repeated": N_("repeated"),
        "withdrawn": N_("withdrawn"),
        "repeats": N_("repeats"),
        "hardens": N_("hardens"),
        "softens": N_("softens"),
        "withdraws": N_("withdraws"),
        # what is counted
        "killed": N_("killed"),
        "wounded": N_("wounded"),
        "casualties": N_("casualties"),
        "captured": N_("captured"),
        "missing": N_("missing"),
        "displaced": N_("displaced"),
        "destroyed": N_("destroyed"),
        # places
        "settlement": N_("settlement"),
        "admin1": N_("province"),
        "admin2": N_("district"),
        "country": N_("country"),
        "region": N_("region"),
        "water": N_("water"),
        "site": N_("site"),
        # people and what they may
        "reader": N_("reader"),
        "analyst": N_("analyst"),
        "editor": N_("editor"),
        "administrator": N_("administrator"),
        "read": N_("read"),
        "judge": N_("judge"),
        "confirm what another judged": N_("confirm what another judged"),
        "withhold a source or a name": N_("withhold a source or a name"),
        "retract a report": N_("retract a report"),
        "publish": N_("publish"),
        "manage users and tokens": N_("manage users and tokens"),
        # sources and their records
        "outlet": N_("outlet"),
        "ministry": N_("ministry"),
        "channel": N_("channel"),
        "newspaper": N_("newspaper"),
        "magazine": N_("magazine"),
        "broadcaster": N_("broadcaster"),
        "agency": N_("agency"),
        "government": N_("government"),
        "commander": N_("commander"),
        "official": N_("official"),
        "pollster": N_("pollster"),
        "institute": N_("institute"),
        "control": N_("control"),
        "losses": N_("losses"),
        "mostly borne out": N_("mostly borne out"),
        "mixed": N_("mixed"),
        "seldom borne out": N_("seldom borne out"),
        # what people judged
        "counts": N_("counts"),
        "proposed": N_("proposed: another person must say the same"),
        "overruled": N_("overruled"),
        "taken back": N_("taken back"),
        # media and their checks
        "picture": N_("picture"),
        "film": N_("film"),
        "sound": N_("sound"),
        "consistent": N_("consistent"),
        "inconsistent": N_("inconsistent"),
        "cannot-tell": N_("cannot tell"),
        # doubts about numbers
        "falls": N_("falls"),
        "disputed": N_("disputed"),
    }
)
RUNGS = Terms(
    {
        "1": N_("words"),
        "2": N_("pressure"),
        "3": N_("arms for a party"),
        "4": N_("force in the war"),
        "5": N_("a wider war"),
        "6": N_("mass destruction"),
    }
)
