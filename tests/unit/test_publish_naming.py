"""How those who tell something are called inside a sentence."""

import pytest

from vedette.reference.naming import speaker


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Two Ukrainian military sources", "two Ukrainian military sources"),
        ("Clips from Tuesday", "clips from Tuesday"),
        ("Published footage and heat detections", "published footage and heat detections"),
        ("Russian officials", "Russian officials"),
        ("Wagner fighters", "Wagner fighters"),
        ("army", "the army"),
        ("officer of a territorial brigade", "an officer of a territorial brigade"),
        ("resident of Brod", "a resident of Brod"),
        ("new footage from Sunday", "new footage from Sunday"),
        ("military administration of the town", "the military administration of the town"),
        ("Northland Ministry of Defence", "the Northland Ministry of Defence"),
        ("Ukraine's defence ministry", "Ukraine's defence ministry"),
        ("commandant's office of the district", "the commandant's office of the district"),
        ("The Border Courier", "The Border Courier"),
        ("Volodymyr Zelensky", "Volodymyr Zelensky"),
        ("sources", "sources"),
        ("", ""),
    ],
)
def test_a_name_stands_in_a_sentence(name: str, called: str) -> None:
    """With an article where it needs one, and without a capital that only began a sentence."""
    assert speaker(name) == called
