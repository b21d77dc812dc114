"""Templates that cost less: texts are put in when they are read, macros are called as they are, and what is escaped
is not wrapped as well.

There is one environment for each language, so a text that stands in a template can be looked up once instead of on
every page. Together this was almost half of what a list costs to write.
"""

from collections.abc import Callable, MutableMapping
from types import CodeType, FunctionType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined] # not said, but the only plain one

ASKING = ("_", "gettext")


class Said(NodeTransformer):
    """`_("Two of %(all)s", all=n)` becomes the translated text, with its values put in."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        self._gettext = gettext

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 - named after the node
        node = self.generic_visit(node, *args, **kwargs)  # type: ignore[assignment]
        text = _text_of(node)
        if text is None:
            return node
        said = nodes.Const(Markup(self._gettext(text)), lineno=node.lineno)  # noqa: S704 - ours, as in jinja2.ext.i18n
        values = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
        if not values:
            return nodes.Const(said.value % {}, lineno=node.lineno)
        return nodes.Mod(said, nodes.Dict(values), lineno=node.lineno)


def _text_of(node: nodes.Call) -> str | None:
    """The text that is asked for, when it is written out and nothing else is given than values by name."""
    if not isinstance(node.node, nodes.Name) or node.node.name not in ASKING:
        return None
    if len(node.args) != 1 or node.dyn_args is not None or node.dyn_kwargs is not None:
        return None
    text = node.args[0]
    return text.value if isinstance(text, nodes.Const) and isinstance(text.value, str) else None


class Directly(Context):
    """Calls macros and plain functions without asking each time whether they want to know where they are called from.

    A macro asks only whether what it writes is escaped, and here everything always is.
    """

    @internalcode
    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as in its base
        kind = type(__obj)
        if kind is Plain or (kind is FunctionType and not hasattr(__obj, "jinja_pass_arg")):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class Plain(Macro):
    """A macro, what it wrote being safe: everything in it was escaped as it was put there."""

    def _invoke(self, arguments: list[Any], _autoescape: Any) -> str:
        return str.__new__(Markup, self._func(*arguments))


def put(value: Any) -> str:
    """A value as it stands on the page. What is joined to a page needs no mark that it is safe, which `escape` adds."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return value if kind is Markup else escape(value)


class Put(Template):
    """A template whose code finds these two under the library's names for its own."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # as in its base
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__.update(escape=put, Macro=Plain)
        return template


class Translated(Environment):
    """An environment of one language, whose templates have their texts in them."""

    context_class = Directly
    template_class = Put
    said: Said | None = None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        return self.said.visit(template) if self.said else template
