"""The papers of the exchange: the recovery sheet to be locked away, the list of spoken codes."""

from collections.abc import Sequence

from app.domain.document import Align, Block, Document, Heading, Prose, SignOff, TableBlock, Title

_GROUPS_IN_A_LINE = 5


def recovery_document(unit: str, day: str, password_code: str, root_code: str = "") -> Document:
    """Return the recovery sheet; codes: groups of four with hyphens; root_code: the bureau's only.

    day: when it was printed, as printed.
    """
    blocks: list[Block] = [
        Title("党务台账恢复单"),
        _prose(
            f"{unit}　{day}　请锁进柜子，不要拍照，不要和电脑、U盘放在一起。"
            "码里只有英文字母和数字2到7，没有数字0、1、8、9，大小写不分。"
        ),
        Heading(1, "一、恢复码：忘记密码时用"),
        *_groups(password_code),
        _prose("打开程序，点“忘记密码”，输入上面的恢复码，再设一个新密码。"),
    ]
    if root_code:
        blocks += [
            Heading(1, "二、换机码：教育局的电脑坏了、丢了时用"),
            *_groups(root_code),
            _prose(
                "在新电脑上第一次打开程序时选“我有恢复单”，选台账备份，输入换机码。换机码不能重印。"
            ),
        ]
    return Document("党务台账恢复单", tuple(blocks), author=unit)


def codes_document(unit: str, day: str, codes: Sequence[tuple[str, str]]) -> Document:
    """Return the list of spoken codes of schools; codes: (school, code)."""
    rows = tuple((str(no), name, code, "") for no, (name, code) in enumerate(codes, 1))
    table = TableBlock(
        ("序号", "单位", "开户码", "已在电话里告诉（签名）"),
        rows,
        (14, 58, 44, 40),
        (Align.CENTRE, Align.LEFT, Align.CENTRE, Align.LEFT),
    )
    blocks: tuple[Block, ...] = (
        Title("开户码单"),
        _prose(
            "开户码只在电话里或当面告诉学校，每个只能用一次。这张纸留在局里，"
            "不要和U盘放在一起，不要拍照发到群里；各校都加入以后请销毁。"
        ),
        table,
        SignOff(unit, day),
    )
    return Document("开户码单", blocks, author=unit)


def _prose(text: str) -> Prose:
    return Prose((text,))


def _groups(code: str) -> list[Block]:
    """Return the lines of a code in large print."""
    groups = code.split("-")
    lines = [
        groups[start : start + _GROUPS_IN_A_LINE]
        for start in range(0, len(groups), _GROUPS_IN_A_LINE)
    ]
    return [Title("\n".join("　".join(line) for line in lines))]
