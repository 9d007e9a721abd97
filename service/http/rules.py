"""Routes whose addresses are seldom built."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Rule


class MatchedRule(Rule):
    """A rule that is ready to be matched, and compiles what builds an address from it when one is first built.

    werkzeug compiles two functions for every rule at once. A server matches all rules and builds a few addresses.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build
