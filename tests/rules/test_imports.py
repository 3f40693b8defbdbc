"""Who may import whom (the layers of the project)."""

import ast
import graphlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "transformers", "diffusers"}
# Of the packages of pages/, each with those that it may import from.
LAYERS = {
    "basics": {"basics"},
    "figures": {"basics", "figures"},
    "frame": {"basics", "figures", "frame"},
    "chapters": {"basics", "figures", "frame", "chapters"},
    "passport": {"basics", "figures", "frame", "passport"},
    "server": {"basics", "server"},
}


def imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules():
    """Dotted name → file of all modules of pages/ and models/."""
    found = {}
    for top in ("pages", "models"):
        for file in (ROOT / top).rglob("*.py"):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def run_on_import(nodes):
    """The import statements that run when a module is imported: not those inside functions or for types alone."""
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from run_on_import(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.expr):
            yield from run_on_import(ast.iter_child_nodes(node))


def graph():
    """Module → the modules of ours that it names in imports which run when it is imported."""
    files, edges = modules(), {}
    for module, file in files.items():
        named = set()
        for node in run_on_import(ast.parse(file.read_text(encoding="utf-8")).body):
            for alias in node.names:
                whole = alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}"
                named.add(whole if whole in files else getattr(node, "module", None))
        edges[module] = {name for name in named if name in files} - {module}
    return edges


@pytest.mark.parametrize(
    "module", ["models.engine", "models.text.sampling", "models.text.tokenizer", "models.weights.store"]
)
def test_what_pages_use_of_the_models_starts_without_torch_and_without_streamlit(module, modules_after):
    assert not (HEAVY | {"streamlit"}) & modules_after(f"import {module}")


def test_the_frame_of_the_pages_starts_without_torch(modules_after):
    assert not HEAVY & modules_after("import pages.frame.frame, pages.figures.charts, pages.frame.app_shell")


def test_models_never_import_streamlit_or_pages():
    for file in (ROOT / "models").rglob("*.py"):
        roots = {name.split(".")[0] for name in imports(file)}
        assert not roots & {"streamlit", "pages", "tests"}, file


def test_pages_never_import_torch_or_training_code():
    for file in (ROOT / "pages").rglob("*.py"):
        names = set(imports(file))
        assert not {name.split(".")[0] for name in names} & (HEAVY | {"tests"}), file
        assert not [
            name for name in names if name.startswith("models.") and name.split(".")[-1] in {"train", "net", "infer"}
        ], file


def test_no_chapter_imports_another_chapter():
    for file in (ROOT / "pages" / "chapters").glob("*/*.py"):
        own = f"pages.chapters.{file.parent.name}"
        names = [name for name in imports(file) if name.startswith("pages.chapters.")]
        others = [name for name in names if name != own and not name.startswith(own + ".")]
        assert not others, file


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_of_the_pages_imports_from_those_below_it_alone(layer):
    for file in (ROOT / "pages" / layer).rglob("*.py"):
        layers = {name.split(".")[1] for name in imports(file) if name.startswith("pages.")}
        assert layers <= LAYERS[layer], file


def test_no_import_leads_back_to_where_it_started():
    order = list(graphlib.TopologicalSorter(graph()).static_order())  # raises CycleError, which names the modules
    assert set(graph()) <= set(order)


def leads_to(file, node):
    """Where `Path(__file__)…parents[n]`, `.parent.parent` or `with_name(…)` leads; None where that is not written."""
    if isinstance(node, ast.Attribute) and node.attr == "parent":
        below = leads_to(file, node.value)
        return below and below.parent
    if isinstance(node, ast.Attribute) and node.attr == "parents":
        return leads_to(file, node.value)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        below = leads_to(file, node.value)
        return below and below.parents[node.slice.value]
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "resolve":
        return leads_to(file, node.func.value)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Path" and "__file__" in ast.unparse(node):
        return file
    return None


def test_no_path_leads_out_of_the_package_that_a_file_lies_in():
    """What another package has on disk is asked of a module there, which can be found and moved."""
    allowed = {"pages/basics/language.py", "pages/front.py", "models/prepared.py", "models/engine/local/process.py"}
    for file in modules().values():
        relative = file.relative_to(ROOT)
        if str(relative) in allowed:  # assets, traces, and the folder that imports start from
            continue
        reached = {leads_to(file, node) for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))} - {None}
        assert not [path for path in reached if not path.is_relative_to(ROOT / relative.parts[0])], file


def test_front_alone_lies_directly_in_pages():
    assert [f.name for f in (ROOT / "pages").glob("*.py") if f.name != "__init__.py"] == ["front.py"]


def test_tests_have_no_init_files():
    assert not list((ROOT / "tests").rglob("__init__.py"))
