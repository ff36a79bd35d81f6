"""Extensions: small installed packages that add a source, a language, an export, a stage or a kind of observation.

They are found by their entry points, and only when somebody asks. An author imports from here what his code is given
and gives back; `vedette.contracts` tests it.
"""

from vedette.model.annotation import Note as Note
from vedette.ports_of_extensions import Asked as Asked
from vedette.ports_of_extensions import ExportForm as ExportForm
from vedette.ports_of_extensions import Fetched as Fetched
from vedette.ports_of_extensions import LanguageReader as LanguageReader
from vedette.ports_of_extensions import NoteStage as NoteStage
from vedette.ports_of_extensions import Observer as Observer
from vedette.ports_of_extensions import Remember as Remember
from vedette.ports_of_extensions import Report as Report
from vedette.ports_of_extensions import Seen as Seen
from vedette.ports_of_extensions import Setting as Setting
from vedette.ports_of_extensions import SourceKind as SourceKind
from vedette.ports_of_extensions import Stretch as Stretch
