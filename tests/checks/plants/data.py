"""Wrong figures, planted: mostly in a sentence of its own about what the text does not count."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

Plant = Callable[[random.Random, str], tuple[str, int, int] | None]

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """Return a number below a thousand in Chinese words."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return "十" + (DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return DIGITS[number // 10] + spoken(10 + number % 10)
    rest = number % 100
    tail = ("零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else "") + (spoken(rest) if rest else "")
    return DIGITS[number // 100] + "百" + tail


def written(dice: random.Random, number: int) -> str:
    """Return a number as a report may print it."""
    return spoken(number) if number < 1000 and dice.random() < 0.25 else str(number)


def inserted(dice: random.Random, text: str, sentence: str) -> tuple[str, int, int] | None:
    """Put a sentence behind a body paragraph of the review; 【】 mark the wrong words in it."""
    places = [match.end() for match in re.finditer(r"(?m)^[^\n]{60,}。$", text)]
    places = [place for place in places if place < len(text) * 0.6]
    if not places:
        return None
    at = dice.choice(places)
    start = at + sentence.index("【")
    said = sentence.replace("【", "").replace("】", "")
    return text[:at] + said + text[at:], start, start + sentence.index("】") - sentence.index("【") - 1


def off(dice: random.Random, number: int) -> int:
    """Return another number near to one."""
    return number + dice.choice([-1, 1]) * dice.randint(1, max(1, number // 12))


def _attendance(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    came, away = dice.randint(90, 300), dice.randint(3, 20)
    whole, wrong = came + away, away + dice.randint(1, 9)
    all_, here, absent = (written(dice, number) for number in (whole, came, wrong))
    return inserted(dice, text, f"会议应到代表{all_}名，实到{here}名，请假【{absent}名】。")


def _average(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    heads, each = dice.randint(5, 60), dice.randint(2, 9)
    wrong = written(dice, each + dice.randint(2, 4))
    return inserted(dice, text, f"{heads}名志愿者义务讲解{heads * each}场，人均【{wrong}场】。")


def _chain(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    more = dice.randint(20, 300)
    less = more + dice.randint(1, 90)
    forms = [
        f"排查安全隐患{written(dice, more)}处，已整改【{written(dice, less)}处】。",
        f"发放调查问卷{written(dice, more)}份，收回【{written(dice, less)}份】。",
        f"向省级报刊报送宣传稿件{written(dice, more)}篇，被采用【{written(dice, less)}篇】。",
    ]
    return inserted(dice, text, dice.choice(forms))


def _change(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    old = dice.randint(40, 400)
    new = old + dice.randint(5, 200)
    wrong = new - old + dice.randint(2, 30)
    percent = Decimal((new - old) * 100) / old
    printed = (percent + dice.randint(2, 9)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    forms = [
        f"馆藏图书由{new}册增加到【{old}册】。",
        f"馆藏图书由{old}册增加到{new}册，增加【{wrong}册】。",
        f"馆藏图书由{old}册增加到{new}册，增长【{printed}%】。",
        f"订阅报刊{new}份，比上年的{old}份增加【{wrong}份】。",
    ]
    return inserted(dice, text, dice.choice(forms))


def _list(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    towns = [f"{name}镇" for name in dice.sample("柳松梅竹桃杏梨枫", dice.randint(3, 6))]
    wrong = len(towns) - 1
    number = written(dice, wrong) if wrong != 2 else "2"
    return inserted(dice, text, f"先后赴{'、'.join(towns)}等【{number}个】镇送戏下乡。")


def _honours(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    count = dice.randint(3, 9)
    works = [f"{n}.关于完善{thing}的建议" for n, thing in enumerate(dice.sample(THINGS, count), 1)]
    head = f"{text.rstrip()}\n光荣榜\n优秀社情民意信息（"
    stated = f"{count + dice.choice([-1, 1])}篇"
    rows = "\n".join(works)
    return f"{head}{stated}）\n{rows}\n", len(head), len(head) + len(stated)


THINGS = ("公园", "图书馆", "菜市场", "停车场", "养老院", "托育点", "健身步道", "公交线路", "体育场")


def _part(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    whole = dice.randint(20, 300)
    part = whole + dice.randint(1, 200)
    return inserted(
        dice, text, f"赠送书籍{written(dice, whole)}册，其中科普读物【{written(dice, part)}册】。"
    )


def _parts(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    parts = [dice.randint(10, 120) for _ in range(dice.randint(2, 4))]
    whole = sum(parts)
    wrong = off(dice, parts[-1])
    kinds = dice.sample(["文学", "科普", "历史", "艺术", "法律"], len(parts))
    shown = [*parts[:-1], wrong]
    rows = [f"{kind}类{written(dice, part)}册" for kind, part in zip(kinds, shown, strict=True)]
    rows[-1] = re.sub("类(.*)", r"类【\1】", rows[-1])
    led = dice.choice(["分别为", "其中"]) if wrong > parts[-1] else "分别为"
    return inserted(dice, text, f"赠送书籍{written(dice, whole)}册，{led}{'、'.join(rows)}。")


def _hundred(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    rate = dice.choice(["群众知晓率", "入户走访率", "骨干参训覆盖率"])
    return inserted(dice, text, f"{rate}达到【{dice.randint(101, 180)}%】。")


def _times(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    persons = dice.randint(30, 200)
    fewer = persons - dice.randint(1, 25)
    return inserted(dice, text, f"{written(dice, persons)}名志愿者参加义诊【{written(dice, fewer)}人次】。")


def _proposals(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    """Change what is filed where the text tells what became of all; else tell of other proposals."""
    found = re.search(r"提案(\d+)件[^\n]{0,60}?立案(?:提案)?(?P<filed>\d+)件", text)
    if found is None:
        return None
    start, end = found.span("filed")
    if "合并" in found[0]:
        wrong = str(int(found["filed"]) + dice.choice([-1, 1]) * dice.randint(1, 4))
        return text[:start] + wrong + text[end:], start, start + len(wrong)
    rest = int(found[1]) - int(found["filed"])
    merged = dice.randint(1, rest)
    more = f"，合并{merged}件，不予立案{rest - merged + dice.randint(1, 5)}件"
    new = f"{text[: end + 1]}{more}{text[end + 1 :]}"
    return new, end + 1, end + 1 + len(more)


def _rate(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    whole = dice.randint(40, 400)
    part = dice.randint(whole // 2, whole - 1)
    right = Decimal(part * 100) / whole
    wrong = (right + dice.choice([-1, 1]) * dice.randint(2, 9)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if wrong >= 100:
        wrong -= 20
    return inserted(dice, text, f"发放问卷{whole}份，收回{part}份，回收率【{wrong}%】。")


def _share(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    whole = dice.randint(60, 400)
    parts = [dice.randint(5, whole // 3) for _ in range(2)]
    right = [(Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) for part in parts]
    wrong = right[1] + Decimal(dice.randint(15, 40)) / 10
    return inserted(
        dice,
        text,
        f"赠送书籍{whole}册，其中文学类{parts[0]}册，占{right[0]}%，科普类{parts[1]}册，占【{wrong}%】。",
    )


def _fewer(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    words, times = dice.choice(["减少", "下降", "降低", "缩短"]), dice.choice(["两", "三", "1.5"])
    return inserted(dice, text, f"窗口平均等候时间比改造前【{words}了{times}倍】。")


def _total(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    year = dice.randint(20, 90)
    total = year - dice.randint(1, 15)
    return inserted(
        dice, text, f"五年来，举办读书沙龙{total}场。今年，举办读书沙龙【{written(dice, year)}场】。"
    )


def _same(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    first = dice.randint(20, 90)
    other = first + dice.randint(1, 9)
    return inserted(
        dice,
        text,
        f"全年举办“同心书场”读书沙龙{first}场。一年来，举办“同心书场”读书沙龙【{written(dice, other)}场】。",
    )


def _table(dice: random.Random, text: str) -> tuple[str, int, int] | None:
    """A table of its own behind the text."""
    parts = [dice.randint(10, 99) for _ in range(dice.randint(2, 5))]
    rows = "\n".join(f"{thing}\t{part}处" for thing, part in zip(THINGS, parts, strict=False))
    wrong = f"{off(dice, sum(parts))}处"
    head = f"{text.rstrip()}\n{rows}\n合计\t"
    return f"{head}{wrong}\n", len(head), len(head) + len(wrong)


PLANTS: Mapping[str, Plant] = {
    "attendance-does-not-add-up": _attendance,
    "average-mismatch": _average,
    "chain-inverted": _chain,
    "change-against-values": _change,
    "honours-miscounted": _honours,
    "list-count-mismatch": _list,
    "part-exceeds-whole": _part,
    "parts-miss-total": _parts,
    "percent-over-hundred": _hundred,
    "person-times-below-persons": _times,
    "proposals-do-not-add-up": _proposals,
    "rate-mismatch": _rate,
    "same-figure-two-values": _same,
    "share-mismatch": _share,
    "times-decreased": _fewer,
    "table-column-miscounted": _table,
    "total-below-year": _total,
}
