"""The source of CAP alerts, by the contract and by what it reads."""

from pathlib import Path

import pytest
from vedette_example_cap import CapAlerts

from vedette.contracts import check_source
from vedette.extension import Asked, Remember
from vedette.model.errors import ReadError

ALERT = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>2024-05-13/7</identifier><sender>a@b</sender>
<sent>2024-05-13T06:30:00+03:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>en-GB</language><event>Air raid</event><senderName>Civil protection</senderName>
<headline>Air raid alert in Kharkiv</headline><description>Missiles struck Kharkiv.</description></info></alert>"""


def asked(folder: Path, last: str = "") -> Asked:
    memory = {"last": last} if last else {}
    return Asked(workspace=folder, get=lambda address: b"", settings={"folder": "alerts"}, memory=memory)


def test_alerts_of_a_folder(tmp_path: Path) -> None:
    """Each is a report; what was taken is not taken again."""
    (tmp_path / "alerts").mkdir()
    (tmp_path / "alerts" / "1.xml").write_text(ALERT, "utf-8")
    (report,) = check_source(CapAlerts(), asked(tmp_path))
    assert (report.by, report.language, report.label) == ("Civil protection", "en", "2024-05-13-7-1")
    assert report.text.startswith("Air raid alert")
    assert [one for one in CapAlerts().collect(asked(tmp_path, "1.xml")) if not isinstance(one, Remember)] == []


def test_an_entity_is_not_followed() -> None:
    """A file of this machine must not come into a report."""
    bad = ALERT.replace("<alert", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><alert', 1)
    (report,) = CapAlerts().read(bad.replace("Missiles", "&x;").encode(), "file:///x")
    assert report.text == "Air raid alert in Kharkiv"
    with pytest.raises(ReadError):
        list(CapAlerts().read(b"<alert/>", "file:///x"))
