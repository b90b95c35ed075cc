"""Wrong words, planted: into the text's own words where it has them, else in a sentence of their own."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

from tests.checks.kit import using
from toolkit.checks.wording.alike import set_phrases
from toolkit.checks.wording.terms import terms
from toolkit.checks.wording.typos import typos

Planted = tuple[str, int, int] | None
Plant = Callable[[random.Random, str], Planted]


def _bodies(text: str) -> list[tuple[int, int]]:
    """Return the body paragraphs of the review."""
    found = [match.span() for match in re.finditer(r"(?m)^[^\n]{60,}。$", text)]
    return [span for span in found if span[1] < len(text) * 0.6]


def said(dice: random.Random, text: str, sentences: Sequence[str]) -> Planted:
    """Put one of some sentences behind a paragraph; 【】 mark the wrong words in it."""
    bodies, sentence = _bodies(text), dice.choice(sentences)
    if not bodies:
        return None
    at = dice.choice(bodies)[1]
    start, end = sentence.index("【"), sentence.index("】") - 1
    return text[:at] + re.sub("[【】]", "", sentence) + text[at:], at + start, at + end


def swapped(dice: random.Random, text: str, pairs: Sequence[tuple[str, str]]) -> Planted:
    """Write something of a body paragraph, outside quotations and titles, in a wrong way."""
    ways = list(pairs)
    dice.shuffle(ways)
    for right, wrong in ways:
        places = [
            first + match.start()
            for first, last in _bodies(text)
            for match in re.finditer(re.escape(right), text[first:last])
            if _open(text, first, first + match.start())
        ]
        if places:
            at = dice.choice(places)
            return text[:at] + wrong + text[at + len(right) :], at, at + len(wrong)
    return None


def _open(text: str, first: int, at: int) -> bool:
    """Tell whether a place stands outside quotation and title marks."""
    before = text[first:at]
    return all(before.count(left) == before.count(right) for left, right in ("“”", "《》", "（）"))


def _of(*sentences: str) -> Plant:
    return lambda dice, text: said(dice, text, sentences)


def _swap_or(pairs: Sequence[tuple[str, str]], *sentences: str) -> Plant:
    return lambda dice, text: swapped(dice, text, pairs) or said(dice, text, sentences)


def _wrong_character(dice: random.Random, text: str) -> Planted:
    told_elsewhere = set_phrases(using().pack).words | set(terms(using().pack))
    listed = [typo for group in typos(using().pack).values() for typo in group if typo.sure]
    known = [typo for typo in listed if typo.right not in told_elsewhere]
    fits = [(f"，{typo.right}，", f"，{typo.wrong}，") for typo in known if f"，{typo.right}，" in text]
    typo = dice.choice(known)
    return swapped(dice, text, fits) or said(dice, text, [f"有人提到“好”，【{typo.wrong}】，意思清楚。"])


def _set_phrase(dice: random.Random, text: str) -> Planted:
    known = set_phrases(using().pack)
    there = sorted({text[at : at + 4] for at in range(len(text) - 3)} & known.words)
    dice.shuffle(there)
    for phrase in there:
        at = dice.randrange(4)
        others = [c for c in known.groups if c != phrase[at] and known.alike(c, phrase[at])]
        wrong = phrase[:at] + dice.choice(sorted(others) or phrase[at]) + phrase[at + 1 :]
        if wrong == phrase or wrong in known.words | known.fine | known.doubtful:
            continue
        if planted := swapped(dice, text, [(phrase, wrong)]):
            return planted
    return None


def _slip(dice: random.Random, text: str) -> Planted:
    right = dice.choice(
        [
            "中国共产党领导的多党合作和政治协商制度",
            "协商于决策之前和决策实施之中",
            "坚持以习近平新时代中国特色社会主义思想为指导",
            "中国人民抗日战争暨世界反法西斯战争胜利80周年",
        ]
    )
    at = dice.choice(
        [n for n in range(3, len(right) - 3) if right[n] not in "的和中实施决策思想人民新暨时代国特色"]
    )
    wrong = dice.choice([right[:at] + right[at + 1 :], right[:at] + right[at] + right[at:]])
    return said(dice, text, [f"我们学习【{wrong}】的论述。"])


def _doubled(dice: random.Random, text: str) -> Planted:
    words = [
        "工作",
        "委员",
        "提案",
        "协商",
        "监督",
        "调研",
        "开展",
        "推动",
        "进行",
        "会议",
        "问题",
        "建议",
        "发展",
        "群众",
    ]
    return swapped(dice, text, [(word, word * 2) for word in words])


def _campaign(dice: random.Random, text: str) -> Planted:
    years = [int(year) for year in re.findall(r"(20\d\d)年", text)]
    if max(years, default=2030) > 2025 or "（2026" in text:
        return None
    return said(dice, text, ["【树立和践行正确政绩观学习教育】成效明显。"])


PLANTS: Mapping[str, Plant] = {
    "blended-sentence": _of(
        "我们【本着服务群众为宗旨】，改进作风。",
        "进展不快的【原因是沟通不够造成的】。",
        "活动【旨在为了】密切联系。",
        "有力【防止类似问题不再发生】。",
        "这些做法【深受广大群众所欢迎】。",
    ),
    "campaign-name-wrong": _of(
        "扎实开展【党纪专题教育】，效果明显。",
        "组织【“两学一做”主题教育】，效果明显。",
        "组织【正确政绩观专题教育】学习。",
    ),
    "campaign-out-of-time": _campaign,
    "celebrate-and-commemorate": _of(
        "举办【庆祝中国人民抗日战争胜利80周年】书画展。", "举办【庆祝孙中山先生诞辰150周年】座谈会。"
    ),
    "confusable-pair": _of(
        "我们【必需】坚持党的领导。",
        "规范【权利】运行。",
        "有关事项【己】经完成。",
        "促进各【名族】团结进步。",
        "问题【一但】发现，就要解决。",
        "大家要【在接再厉】，取得更好成绩。",
    ),
    "doubled-character": _swap_or(
        [("了一", "了了一"), ("的重要", "的的重要"), ("的建议", "的的建议"), ("和群众", "和和群众")],
        "我们取得【了了】新的成绩。",
    ),
    "doubled-word": _doubled,
    "enumeration-out-of-order": _of(
        "贯彻【创新、绿色、协调、开放、共享】的理念。",
        "认真履行【参政议政、政治协商、民主监督】职能。",
        "争做【懂政协、善议政、会协商】的委员。",
        "提升【调查研究能力、政治把握能力、合作共事能力】。",
    ),
    "hong-kong-macao-taiwan-as-country": _of(
        "加强与【港澳台等国家】的交流。", "产品远销【香港、台湾等国】。"
    ),
    "incomplete-enumeration": _of(
        "认真履行【政治协商、参政议政】三大职能。", "贯彻【创新、协调、绿色、共享】的新发展理念。"
    ),
    "label-ill-matched": _of(
        "我们全面领会【“两个维护”的决定性意义】。",
        "我们始终【拥护“四个意识”】，勇于担当。",
        "要落实【“四个自信”战略布局】的要求。",
        "大家【拥护“四个自信”】，扎实工作。",
    ),
    "organ-name-slip": _of(
        "区政协提案【委会员】认真审查。",
        "有关事项由文史【委员委】办理。",
        "区政协【常务委员会主任会议】听取情况。",
        "各专门【员会】密切配合。",
    ),
    "led-by-higher-cppcc": _of(
        "在【市政协的坚强领导】和区委的正确领导下，工作有序。",
        "在【市政协的坚强领导下】，工作有序。",
        "在省委和【省政协的领导下】，工作有序。",
    ),
    "members-and-deputies-mixed": _of(
        "会议期间，【委员们积极提交议案】。", "【人大代表提出提案】若干。", "【全体政协代表】围绕中心建言。"
    ),
    "misquoted-formulation": _swap_or(
        [
            ("建言资政", "建言咨政"),
            ("急难愁盼", "急难盼愁"),
            ("铸牢中华", "筑牢中华"),
            ("统筹发展和安全", "统筹发展与安全"),
        ],
        "推进协商民主【广泛多层次制度化】。",
        "坚持建言资政和【凝聚共识双向用力】。",
        "认真履职，积极【建言咨政】。",
        "着力【筑牢中华民族共同体意识】。",
        "坚定不移【做到“两个确立”】。",
    ),
    "misspelt-set-phrase": _set_phrase,
    "formulation-slip": _slip,
    "four-bodies-order": _of(
        "【区委、区政府、区人大、区政协】领导到会。", "【市委、市人大、市政协、市政府】领导到会。"
    ),
    "party-name-wrong": _of(
        "【台湾民主同盟】提交材料。", "【无党派民主人士】踊跃建言。", "【中国民主建国委员会】参加协商。"
    ),
    "pleonasm": _of(
        "会上【再次重申】有关要求。",
        "活动吸引了【大约五十人左右】。",
        "各项任务【均都】完成。",
        "改变【目前现状】。",
        "【近二百多名】群众参加。",
        "满意的占【至少80%以上】。",
    ),
    "react-for-reflect": _swap_or(
        [("反映社情民意", "反应社情民意")], "及时【反应】群众诉求。", "【居民反应】的停车难问题得到解决。"
    ),
    "structural-particles": _of("大家【取的】了丰硕成果。", "取得了【丰富地】成果。"),
    "wrong-character": _wrong_character,
    "zuo-made-or-done": _swap_or(
        [("作出部署", "做出部署"), ("作出贡献", "做出贡献")], "各方密切【合做】交流。", "会议【运做】规范。"
    ),
}
