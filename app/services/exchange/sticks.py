"""插盘即办: what lies on a stick in plain sentences, and taking all of it in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.base.progress import Progress, Silent
from app.domain.fields import table_title
from app.domain.packages import SUFFIX
from app.exchange import stick
from app.exchange.enrolment_bytes import is_enrolment
from app.exchange.local_copies import prune
from app.exchange.package_bytes import PackageRefused
from app.services.backups import Reason, back_up_before
from app.services.exchange.receiving import Fate, Taken, take_all, waiting_hashes
from app.services.ledger import Ledger

_SILENT = Silent()
_NAMED_AT_MOST = 3
_OWN = "OWN"
_FOREIGN = frozenset({_OWN, "NOT_FOR_US"})
_BY_CODE = "加入时要用教育局电话里告诉的开户码"


@dataclass(frozen=True, slots=True)
class Looked:
    """What lies on a stick: packages with their bytes, what each would do, what is unreadable.

    enrolments: 开户包, opened with a code and not here. takes_part: we need none of them.
    """

    packages: tuple[bytes, ...]
    fates: tuple[Taken, ...]
    refusals: tuple[PackageRefused, ...]
    enrolments: tuple[bytes, ...]
    takes_part: bool = True

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say what is there and what will happen."""
        return told(self.fates, self.refusals, len(self.enrolments), takes_part=self.takes_part)


def told(
    fates: Sequence[Taken],
    refusals: Sequence[PackageRefused] = (),
    enrolments: int = 0,
    *,
    takes_part: bool = True,
    is_done: bool = False,
) -> tuple[str, ...]:
    """Say in plain sentences what packages do, or, when is_done, have done; the first is the sum.

    Of our own packages nothing is said afterwards: newer ones have taken their place.
    """
    new = [each for each in fates if each.fate is Fate.TAKEN]
    found = [_sum(new, is_done=is_done)] if new else []
    joined = [each.name for each in new if each.is_first_word]
    found += _each_or_sum(
        joined, "“{}”是第一次报送，收下就在名单里了。", "{}是第一次报送，收下就在名单里了。"
    )
    known = sum(each.fate is Fate.KNOWN for each in fates)
    if known:
        found.append(f"{known}个交换包以前收过，不会重复记入。")
    found += _waiting([each for each in fates if each.fate is Fate.PARKED])
    found += [
        f"“{each.name}”与本机的记录不一致（{_titles(each.differs)}），下一次来回会自动完整重发补齐。"
        for each in fates
        if each.differs
    ]
    if enrolments:
        whose = "是给还没有加入的电脑用的，这里不用管" if takes_part else _BY_CODE
        found.append(f"盘上有{enrolments}个开户包，{whose}。")
    found += _others(fates, refusals, is_done=is_done)
    return tuple(found) if found or is_done else ("盘上没有交换包。",)


def _sum(new: Sequence[Taken], *, is_done: bool) -> str:
    """Say from whom the new packages are and how much they bring; only schools report."""
    schools = {each.sender for each in new if not each.is_bureaus}
    whose = [f"{len(schools)}个单位的报送"] if schools else []
    whose += ["教育局的交换包"] if any(each.is_bureaus for each in new) else []
    changes = sum(each.changes_n for each in new)
    to_settle = sum(each.to_settle for each in new)
    settling = f"，{to_settle}处{'等' if is_done else '需要'}您定" if to_settle else ""
    start = "已收下" if is_done else "盘上有"
    return f"{start}{'和'.join(whose)}，共{changes}项变动{settling}。"


def _waiting(parked: Sequence[Taken]) -> list[str]:
    """Say what waits for what, by the numbers that both sides can read off their lists."""
    if len(parked) > _NAMED_AT_MOST:
        names = [each.name for each in parked]
        return _each_or_sum(names, "{}", "{}的交换包要等先前的包到了才能收，不会丢失。")
    return [
        f"“{each.name}”的第{each.number}号包要等它先前的包{_numbered(each)}到了才能收，不会丢失。"
        for each in parked
    ]


def _numbered(parked: Taken) -> str:
    return f"（第{parked.after_number}号）" if parked.after_number else ""


def _others(
    fates: Sequence[Taken], refusals: Sequence[PackageRefused], *, is_done: bool
) -> list[str]:
    """Say what is not taken: our own packages, those for others, and what is refused."""
    refused = [*(each.refusal for each in fates if each.refusal), *refusals]
    own = 0 if is_done else sum(each.code == _OWN for each in refused)
    found = [f"盘上有{own}个本机做好的交换包，请带给收件的单位。"] if own else []
    refused = [each for each in refused if each.code != _OWN]
    ours = _concerning_us(fates, refused)
    if len(ours) < len(refused):
        number = len(refused) - len(ours)
        found.append(f"另有{number}个是给别的单位的交换包，不用处理。")
    return found + _refused(ours, {id(each.refusal): each.file for each in fates})


def _refused(refusals: Sequence[PackageRefused], files: Mapping[int, str]) -> list[str]:
    """Say why packages are refused, the same reason once, with the names of the files."""
    by_reason: dict[str, list[str]] = {}
    for each in refusals:
        by_reason.setdefault(str(each), []).append(files.get(id(each), ""))
    found = []
    for reason, names in by_reason.items():
        told = "、".join(f"“{name}”" for name in names[:_NAMED_AT_MOST] if name)
        several = f"等{len(names)}个文件" if len(names) > 1 else ""
        found.append(f"{told}{several}：{reason}" if told else reason)
    return found


def is_settled(fates: Sequence[Taken], refusals: Sequence[PackageRefused]) -> bool:
    """Tell whether nothing on a stick is left for the user to see to."""
    refused = [*(each.refusal for each in fates if each.refusal), *refusals]
    waits = any(each.fate is Fate.PARKED for each in fates)
    return not waits and not _concerning_us(fates, refused)


def _concerning_us(
    fates: Sequence[Taken], refused: Sequence[PackageRefused]
) -> list[PackageRefused]:
    """Return the refusals that matter here: among several, packages of others are none."""
    return [each for each in refused if len(fates) == 1 or each.code not in _FOREIGN]


def _each_or_sum(names: Sequence[str], one: str, several: str) -> list[str]:
    """Say it of each, or of all in one sentence where that would fill the screen."""
    if len(names) <= _NAMED_AT_MOST:
        return [one.format(name) for name in names]
    shown = "、".join(f"“{name}”" for name in names[:_NAMED_AT_MOST])
    return [several.format(f"{shown}等{len(names)}个单位")]


def _titles(names: Iterable[str]) -> str:
    return "、".join(map(table_title, names))


def look(ledger: Ledger, places: Iterable[Path], progress: Progress = _SILENT) -> Looked:
    """Copy what lies on a stick and try it out; nothing is written into the ledger.

    The stick is free as soon as this returns.
    """
    found, bad = stick.collect(places, _inbox(ledger))
    enrolments = tuple(each.data for each in found if is_enrolment(each.data))
    others = [each for each in found if not is_enrolment(each.data)]
    packages = tuple(each.data for each in others)
    tried = take_all(ledger, packages, progress, dry=True) if packages else []
    fates = tuple(replace(t, file=f.names[0]) for t, f in zip(tried, others, strict=True))
    return Looked(packages, fates, tuple(each.refusal for each in bad), enrolments)


def unopened(ledger: Ledger, places: Iterable[Path]) -> Looked:
    """Say what lies on a stick where this ledger takes no part yet and can open nothing."""
    found, bad = stick.collect(places, _inbox(ledger))
    enrolments = tuple(each.data for each in found if is_enrolment(each.data))
    refusals = tuple(each.refusal for each in bad)
    return Looked((), (), refusals, enrolments, takes_part=False)


def receive(
    ledger: Ledger, looked: Looked, backups: Path, progress: Progress = _SILENT
) -> tuple[Taken, ...]:
    """Back the ledger up, then take in what was looked at, and what waited for it.

    Returns fewer than were looked at when the user gave up half way; those are taken in.
    Raises UserError when the backup cannot be made; nothing is taken in then.
    """
    if not looked.packages:
        return ()
    progress.step(0, 2, "备份台账")
    back_up_before(ledger, Reason.RECEIVE, backups)
    taken = take_all(ledger, looked.packages, progress)
    _retry(ledger)
    _tidy(ledger)
    files = [each.file for each in looked.fates]
    return tuple(replace(each, file=file) for each, file in zip(taken, files, strict=False))


def _retry(ledger: Ledger) -> None:
    """Try again what waits in the inbox: an earlier package may have come just now."""
    waiting = [path for path in map(_in_inbox(ledger), waiting_hashes(ledger)) if path.exists()]
    if waiting:
        take_all(ledger, [path.read_bytes() for path in waiting])


def _tidy(ledger: Ledger) -> None:
    """Let go of old copies; what still waits is kept however long it takes."""
    waiting = {path.name for path in map(_in_inbox(ledger), waiting_hashes(ledger))}
    prune(_inbox(ledger), waiting, ledger.database.now_ms() / 1000)


def _inbox(ledger: Ledger) -> Path:
    return ledger.database.path.parent / "inbox"


def _in_inbox(ledger: Ledger) -> Callable[[str], Path]:
    return lambda hashed: _inbox(ledger) / f"{hashed}{SUFFIX}"
