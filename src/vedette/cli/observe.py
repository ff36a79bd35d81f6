"""vedette observe: one file a sense, imported when it is called."""

from importlib import import_module

import click

_SENSES = {
    "claim": ("observe_claim", "Pictures and clips held against the place and the time that are claimed of them."),
    "fires": ("observe_fires", "Fetch fire detections from NASA FIRMS with your own key, for `observe thermal`."),
    "media": ("observe_media", "Pictures and footage: remember what was seen, and find it when it comes again."),
    "optical": ("observe_optical", "Burnt ground and lost plants, from two stacks of Sentinel-2 images."),
    "radar": ("observe_radar", "Buildings whose radar echo changed, from two stacks of Sentinel-1 images."),
    "speech": ("observe_speech", "Words spoken in video and sound, written down with their seconds."),
    "sun": ("observe_sun", "Where the sun stood at a place and moment, and whether a shadow fits them."),
    "text": ("observe_text", "Captions and signs in pictures and footage, in Latin and Cyrillic letters."),
    "thermal": ("observe_thermal", "Cells that burn as they do not usually, from satellite fire detections."),
}


class Senses(click.Group):
    """Shows senses from the table above and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_SENSES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _SENSES:
            return None
        command = import_module(f"vedette.cli.{_SENSES[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _SENSES.items()])


@click.group("observe", cls=Senses)
def command() -> None:
    """Look at evidence without words. What is seen stands beside the claims; it is never a vote on one."""
