"""The Chinese words for the codes of the domain."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from app.base.resources import resource
from app.domain.readings import Problem


@cache
def _templates() -> Mapping[str, str]:
    found = tomllib.loads(resource("problems.toml").read_text("utf-8"))
    return {
        f"{group}.{name}": text for group, texts in found.items() for name, text in texts.items()
    }


def problem_text(problem: Problem) -> str:
    """Return the sentence for a problem, with its values filled in.

    Raises KeyError for a code or a placeholder that resources/problems.toml does not know.
    """
    return _templates()[problem.code].format_map(problem.detail)


YES, NO = "是", "否"
NEWER_RECORDS = "更新版本才认识的记录"
READING_ROWS = "正在读取各行"
COMPARING = "正在与台账比较"


def labels_of(name: str) -> Mapping[str, str]:
    """Return the labels of a section of resources/labels.toml by code, in the order of choice.

    name: an enumeration of app.domain.kinds ("OrgKind") or a code-like column ("CareKind").
    Raises KeyError for a name that is not there.
    """
    return _labels()[name]


def label(member: StrEnum) -> str:
    """Return the Chinese label of a member of app.domain.kinds."""
    return _labels()[type(member).__name__][member.value]


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(
        resource("labels.toml").read_text("utf-8")
    )
    return found
