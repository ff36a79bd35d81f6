"""The stage, by the contract and by what it notes."""

from vedette_example_calibres import calibres

from vedette.contracts import a_document, check_stage


def test_calibres_in_three_languages() -> None:
    """Numbers that are none of a barrel are left out."""
    document = a_document("Two 155 mm guns, 152-мм снаряди, 7,62 мм патроны; 900 mm of rain.")
    notes = check_stage(calibres, document)
    assert [(one.value, one.span.of(document.text)) for one in notes] == [
        ("155 mm", "155 mm"), ("152 mm", "152-мм"), ("7.62 mm", "7,62 мм"),
    ]  # fmt: skip
