"""Rules about the code itself, each checked by looking at all of it."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from jinja2 import nodes

from app.main import ROUTERS, routes
from app.web.guards import actor_of, everyone, from_anywhere, signed_in, transaction
from app.web.health import for_machines

APP = Path(__file__).parents[2] / "app"
TEMPLATES = APP.parent / "templates"
MODULES = sorted(path for path in APP.rglob("*.py") if "__pycache__" not in path.parts)
OPEN = (everyone, signed_in, for_machines)
PLUMBING = (transaction, actor_of)


def calls_under(dependant):
    for inner in dependant.dependencies:
        yield inner.call
        yield from calls_under(inner)


def named(route):
    return f"{min(route.methods)} {route.path}"


@pytest.mark.parametrize("route", routes(), ids=named)
def test_every_route_says_who_may_use_it(route):
    """By the row in the path, by a rule about the actor, or by saying that anyone may."""
    guards = [call for call in calls_under(route.dependant) if call not in PLUMBING]
    assert any(call in OPEN or call.__module__.rpartition(".")[2] == "guards" for call in guards) or any(
        call.__qualname__.startswith("only.") for call in guards
    ), [call.__qualname__ for call in guards]


def test_no_two_routes_answer_the_same_address():
    answered = Counter((method, route.path) for route in routes() for method in route.methods)
    assert [address for address, times in answered.items() if times > 1] == []


def test_every_router_is_opened_once():
    assert len(set(map(id, ROUTERS))) == len(ROUTERS)


def functions_of(path):
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", sorted(APP.glob("*/rules.py")), ids=lambda path: path.parent.name)
def test_grounds_are_single_expressions_joined_with_ampersand(path):
    for function in functions_of(path):
        statements = [node for node in function.body if not isinstance(node, ast.Expr)]
        assert len(statements) == 1, function.name
        assert isinstance(statements[0], ast.Return), function.name
        if len(function.args.args) == 2:
            python_only = (ast.BoolOp, ast.Not, ast.If, ast.IfExp, ast.In, ast.Is)
            assert not [node for node in ast.walk(function) if isinstance(node, python_only)], function.name
            assert ast.get_docstring(function), f"{function.name} has no sentence for “who can see this, and why”"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_sql_is_written_in_queries_only(path):
    """Unfiltered reads hide in handlers. Facts of models, the queue and checks of the schema are the exceptions."""
    if path.name.startswith(("queries", "models")) or path.name == "schema.py" or path.parent.name == "commands":
        return
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"select", "insert", "update", "delete", "text"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_stand_at_the_top_and_files_are_read_in_one_sitting(path):
    tree = ast.parse(path.read_text())
    inner = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inner, f"imported inside a function, line {inner[0].lineno if inner else 0}"
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", sorted(APP.glob("*/actions*.py")), ids=lambda path: str(path.relative_to(APP)))
def test_actions_never_commit(path):
    if path.parent.name == "mail":  # the outbox says between commits how far a letter has come
        return
    attributes = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not attributes & {"commit", "rollback"}


PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", PAGES)
def test_every_template_compiles_in_both_languages_and_every_page_has_a_title(site, name):
    for env in site.state.templates.values():
        env.get_template(name)
    tree = env.parse((TEMPLATES / name).read_text())
    if Path(name).name.startswith("_") or not tree.find(nodes.Extends):
        return
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    parent = tree.find(nodes.Extends).template
    assert "title" in blocks or parent.value != "base.html"


@pytest.mark.parametrize("name", PAGES)
def test_templates_hold_no_inline_style_script_or_typed_address(name):
    text = (TEMPLATES / name).read_text()
    for forbidden in (" style=", "<script>", "javascript:", " onclick", " onchange", "hx-on", 'href="/'):
        assert forbidden not in text.replace('else "/" }}', ""), forbidden


def test_templates_name_only_routes_that_exist(site):
    named = {
        (path.name, node.args[0].value)
        for path in TEMPLATES.rglob("*.html")
        for node in site.state.templates["en"].parse(path.read_text()).find_all(nodes.Call)
        if isinstance(node.node, nodes.Name) and node.node.name == "url" and node.args
        if isinstance(node.args[0], nodes.Const)
    }
    assert sorted((file, route) for file, route in named if route not in site.state.route_names) == []


def test_what_may_be_sent_from_anywhere_is_known_by_address():
    """Everything else that changes something was sent by a page of ours."""
    paths = {route.path for route in routes() if from_anywhere in calls_under(route.dependant)}
    assert paths == {
        "/aviseringar/avsluta/{token}",
        "/bevaka/avsluta/{token}",
        "/bevaka/avsluta-alla/{token}",
        "/sso/saml/acs",
        "/sso/{connection_id:uuid}/acs",
        "/sso/{connection_id:uuid}/backchannel-logout",
    }
