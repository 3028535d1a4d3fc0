"""Which policy a text of a request gets: by who speaks, and by what kind of content it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sanitize._kinds import KEY, LOG
from sanitize._policy import Policy, as_policy

SYSTEM, USER, ASSISTANT, CALL, TOOL, DOCUMENT = CONTEXTS = ("system", "user", "assistant", "call", "tool", "document")
"""Who speaks, or what is shown: instructions and tool descriptions, people, the model, its tool calls, their results, files."""

VERBATIM = Policy("text", homoglyph="report", normalization="report")
"""For text that is matched again, such as a file that a tool edits: only what draws nothing goes, all that is seen stays."""


@dataclass(frozen=True)
class Rules:
    """The policy for each kind of text in a request or an answer.

    Parameters
    ----------
    system, user, assistant, call, tool, document:
        A `Policy` or the name of a preset for instructions and descriptions of tools, what people write, what
        the model wrote, the arguments of its tool calls, results of tools, and documents.
    skip:
        Fields beside the built-in ones that are never touched: names (``"notes"``), or JSON pointers
        (``"/messages/0/content"``, where ``*`` stands for any one step). What is inside them is not touched either.
    start:
        The context of text that nothing tells.

    Raises
    ------
    TypeError, ValueError
        For a wrong policy, or a start that is no context; the message names the choices.

    >>> from sanitize.prompts import Rules, VERBATIM
    >>> Rules(user=VERBATIM, skip=["/metadata/note"]).policy("user") == VERBATIM
    True
    """

    system: Policy | str = "prompt"
    user: Policy | str = "prompt"
    assistant: Policy | str = "prompt"
    call: Policy | str = VERBATIM
    tool: Policy | str = VERBATIM
    document: Policy | str = VERBATIM
    skip: Collection[str] = ()
    start: str = USER

    def __post_init__(self) -> None:
        if isinstance(self.skip, str):
            raise TypeError(f"skip must be a collection of names and pointers, not one str; write [{self.skip[:40]!r}]")
        if self.start not in CONTEXTS:
            raise ValueError(f"unknown start {str(self.start)[:40]!r}: choose one of {', '.join(CONTEXTS)}")
        object.__setattr__(self, "skip", tuple(self.skip))
        _ = self.policies

    @cached_property
    def policies(self) -> dict[str, Policy]:
        """The policy of each context."""
        return {context: as_policy(getattr(self, context)) for context in CONTEXTS}

    def policy(self, context: str) -> Policy:
        """Return the policy of a context."""
        return self.policies[context]

    @cached_property
    def _quiet(self) -> dict[str, Policy]:
        return {context: _without_reports(policy) for context, policy in self.policies.items()}

    def quiet(self, context: str) -> Policy:
        """Return the policy of a context for who wants no report: what is only reported is not looked for."""
        return self._quiet[context]

    @cached_property
    def leaves_plain_ascii(self) -> bool:
        """Whether ASCII text without controls and blanks at line ends stays whatever the context."""
        return not any(policy.rules[-1] & (KEY | LOG) for policy in self.policies.values())

    @cached_property
    def looks_for_mojibake(self) -> bool:
        """Whether some text is looked through for mojibake, which is not the core's work."""
        return any(policy.actions["mojibake"] != "keep" for policy in self.policies.values())

    @cached_property
    def loud(self) -> list[bytes]:
        """The different rules of all contexts."""
        return list({policy.rules: None for policy in self.policies.values()})

    @cached_property
    def silent(self) -> list[bytes]:
        """The different rules of all contexts, for who wants no report."""
        return list({policy.rules: None for policy in self._quiet.values()})

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of fields that are skipped wherever they stand."""
        return frozenset(name for name in self.skip if not name.startswith("/"))

    @cached_property
    def pointers(self) -> tuple[tuple[str, ...], ...]:
        """The places that are skipped, step by step."""
        unescaped = (entry[1:].split("/") for entry in self.skip if entry.startswith("/"))
        return tuple(tuple(step.replace("~1", "/").replace("~0", "~") for step in steps) for steps in unescaped)


def _without_reports(policy: Policy) -> Policy:
    """Return a policy that gives the same text and reports nothing that stays."""
    return Policy(
        policy.preset, **{kind: "keep" if action == "report" else action for kind, action in policy.actions.items()}
    )


OUTGOING = Rules()
"""For what leaves: people's, the model's and the program's own text is made canonical; files stay editable."""

INCOMING = Rules(system="text", user="text", assistant="text", start=ASSISTANT)
"""For what comes back: nothing hidden is shown or run, and the typography of an answer stays."""
