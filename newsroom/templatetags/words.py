"""{% translate %} in what readers see: fixed words are looked up once a process and language."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


class Words(template.Node):
    """Looking one up anew takes as long as four variables; and while we run it never changes."""

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.known: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        words = self.known.get(language)
        if words is None:
            words = self.known[language] = self.node.render(context)
        return words


@register.tag
def translate(parser: Parser, token: Token) -> template.Node:
    """Django's own tag, with all it can do."""
    node = do_translate(parser, token)
    if node.asvar or not _fixed(node.filter_expression) or not _fixed(node.message_context):
        return node
    return Words(node)


def _fixed(expression: FilterExpression | None) -> bool:
    """Whether it is the same on every page. A variable looks something up; a literal nothing."""
    if expression is None:
        return True
    return not expression.filters and not getattr(expression.var, "lookups", None)
