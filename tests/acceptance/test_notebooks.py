"""The notebooks run from top to bottom over the demo war, and draw what can be read."""

import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

# One build of the demo war serves all tests of this group.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

NOTEBOOKS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
}
_FIGURES = {"corroboration": 1, "where-accounts-disagree": 1, "who-says-what": 2}
_FEWEST_SHADES = 24
_KEEP = "%config InlineBackend.close_figures = False"
# A drawing without words is a picture of nothing. The bar of a scale has its one label and no title.
_READABLE = """
import matplotlib.pyplot as plt
for number in plt.get_fignums():
    first, *scales = plt.figure(number).axes
    assert first.get_title() and first.get_xlabel() and first.get_ylabel(), number
    assert all(one.get_xlabel() or one.get_ylabel() for one in scales), number
print("figures:", len(plt.get_fignums()))
plt.close("all")
%reset -f
"""


@pytest.fixture(scope="module")
def outputs(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict]]:
    """What each notebook gives, all run by one kernel that forgets between them."""
    pytest.importorskip("matplotlib", reason="needs the extra 'notebooks'")
    away = tmp_path_factory.mktemp("kernel")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        patch.setenv("VEDETTE_WORKSPACE", str(demo_folder))
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
            patch.setenv(name, str(away))
        from nbclient import NotebookClient
        from nbformat import v4

        cells, owners = [v4.new_code_cell(_KEEP)], ["before"]
        for name, notebook in NOTEBOOKS.items():
            codes = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
            cells += [v4.new_code_cell(one) for one in (*codes, _READABLE)]
            owners += [name] * (len(codes) + 1)
        client = NotebookClient(
            v4.new_notebook(cells=cells),
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(away)}},
        )
        done = client.execute()
    given: dict[str, list[dict]] = {name: [] for name in NOTEBOOKS}
    for owner, cell in zip(owners[1:], done.cells[1:], strict=True):
        given[owner] += cell.outputs
    return given


def test_each_notebook_is_known() -> None:
    """One that is added is run too, and told of on the page on Python."""
    page = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")
    assert set(NOTEBOOKS) == set(_FIGURES)
    assert all(f"notebooks/{name}.ipynb" in page for name in NOTEBOOKS)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_output_is_kept(name: str) -> None:
    """What a run gave stays out of the repository, and so does the machine it ran on."""
    notebook = NOTEBOOKS[name]
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in codes)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["language_info"] == {"name": "python"}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_and_its_figures_can_be_read(name: str, outputs: dict[str, list[dict]]) -> None:
    """No error and no warning; each figure has its title and labels, and is not blank."""
    given = outputs[name]
    assert [one for one in given if one.output_type == "error" or one.get("name") == "stderr"] == []
    assert given[-1]["text"] == f"figures: {_FIGURES[name]}\n"
    # Figures that are kept open are drawn again under the cells that follow.
    drawn = {one["data"]["image/png"] for one in given if "image/png" in one.get("data", {})}
    assert len(drawn) == _FIGURES[name]
    for one in drawn:
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(one))).convert("L"))
        assert min(pixels.shape) > 200
        assert len(np.unique(pixels)) >= _FEWEST_SHADES
        assert pixels.std() > 10
