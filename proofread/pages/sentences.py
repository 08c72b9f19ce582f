"""Which of the relations in a text are conditions, and of which claims: a small grammar of sentences.

For C, F.  If C, then F.  F for C.  F where C.  Let C. F.  F with equality if C.  As v -> c, F -> L.
The first cell of a table's row, and a bold head such as ``**z = 0.**``, are conditions of what follows them.
Every other relation is a claim; a condition belongs to the claims that the grammar gives it, and to no other.
"""

import re
from dataclasses import dataclass, field

WORDS = (
    r"(?P<word>for|if|when|whenever|where|with|at|given|provided|assuming|suppose|assume|let|take|choose|fix|as long as|once|as|under|while|near|before|after|beyond|from|between|solve)"
)
INTRO = re.compile(rf"(?P<before>.*?)\b{WORDS}(?: that)?(?: all| every| each| any| both)?$", re.IGNORECASE)
WEAK = ("where", "with", "at", "as", "under", "take", "choose", "fix", "given", "near", "before", "after", "beyond", "from", "between")  # conditions only at the head of a clause or after a claim
STANDING = ("let", "suppose", "assume", "assuming", "take", "fix", "choose", "solve")  # for the rest of the paragraph
CLAUSE = re.compile(r"(?:^|[,;:.(|]|\b(?:that|then|and|but|or|so|because|since|hence|thus|here))(?: and| but| or| so| then| also)?$", re.IGNORECASE)
OWN = re.compile(r"(?:for|if|when|whenever|where)(?: all| every| each| any)?", re.IGNORECASE)
EQUALITY = re.compile(
    r",? ?(?:and )?(?:with equality|equality holds|is attained|is sharp|is exact|is an equality|becomes an equality|is zero|is 0)"
    r"(?P<only> (?:only|exactly|precisely)(?: for| at| where| if| when)?| if and only if)?(?: for| at| if| when| where)?"
)
IFF = re.compile(r",? ?(?:(?:holds|is true) )?(?:if and only if|(?:exactly|precisely) (?:if|when|for))")
WHICH = re.compile(r", which is (?:at|where|for|when|if)")
ZERO = re.compile(r", which (?:vanishes|is zero|is 0) (?:for|at|if|when|where)")
PLACE = re.compile(r"\bat the \w+,(?: where)?$", re.IGNORECASE)  # "at the origin, where z = 0"
DENIED_BEFORE = re.compile(r"\b(?:(?:not|never|no longer) true|false|wrong|untrue) that$", re.IGNORECASE)
DENIED_AFTER = re.compile(r"(?:is (?:false|wrong|not true|untrue)|does not hold|never holds|need not hold|fails)\b")
EXTREME = re.compile(r"\b(?:(?P<least>minimum|minimi[sz]er|least|smallest|lowest)|maximum|maximi[sz]er|largest|greatest|highest)(?: value)? of$")
AT = re.compile(r"(?:and )?(?:is|lies|occurs|is attained|is reached)(?: only)? at")
LARGEST = re.compile(
    r"(?:is (?:(?P<least>least|smallest|lowest|minimal)|largest|greatest|highest|maximal)|(?:has|attains|reaches|takes) its (?:only |unique )?"
    r"(?:(?P<lower>minimum|(?:least|smallest|lowest)(?: value)?)|maximum|(?:largest|greatest|highest)(?: value)?))(?: only)? at"
)
BLOCK = re.compile(r"\n[ \t>]*(?:\n|[-*+] |\d+[.)] |\||#|!!!|\?\?\?|===|:|```|~~~|<)")
OUTSIDE = re.compile(r"\n[ \t>]*(?:\n|[^|\s>])")  # a line of no table
SENTENCE = re.compile(r"[.!?]['\")\]*_]*\s+(?=[^a-z\s]|$)")
HEAD = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?:\*\*(?P<bold>.*?)\*\*|(?P<list>(?:\$[^$\n]*\$|,| |and|or)+):)", re.DOTALL)


@dataclass
class Item:
    """A formula of a text: the words between the one before it and it, the words after it, and where a block or sentence begins."""

    formula: object
    gap: str
    after: str = ""
    block: bool = False
    sentence: bool = False
    head: bool = False  # it begins a block in bold, or before a colon
    column: int = 0  # of a table, from 1; 0 outside
    top: bool = False  # in the first row of a table
    role: str = "claim"
    word: str = ""
    conditions: list = field(default_factory=list)  # the items that are its conditions
    under: list = field(default_factory=list)  # the items that are conditions of what comes next in its sentence


def items(page) -> list[Item]:
    """Return the formulas of a page, each with its place in its sentence."""
    found, end, column, heads = [], 0, 0, (0, 0)
    for formula in page.inlines:
        start, text = formula.start, formula.visible
        raw = text[end:start]
        breaks = list(BLOCK.finditer(raw if end else "\n" + raw))
        block = bool(breaks) or not end
        if block:
            begin = start - len(raw) + (breaks[-1].start() + (raw[breaks[-1].start() :][:1] == "\n") if breaks and end else 0)
            line = text[text.rfind("\n", 0, start) + 1 : start]
            column = 0
            heads = _head(text, max(begin, text.rfind("\n", 0, start) + 1))
            own = line if line.lstrip(" \t>").startswith("|") else raw[breaks[-1].end() - (not end) :] if breaks else raw
        else:
            own = raw
        bars = len(re.findall(r"(?<!\\)\|", own))
        column = column + bars if column else (bars if block and own.lstrip(" \t>").startswith("|") else 0)
        sentences = list(SENTENCE.finditer(own))
        if sentences:
            own = own[sentences[-1].end() :]
        item = Item(formula, _plain(own), block=block, sentence=block or bool(sentences), column=column)
        item.head = heads[0] <= start < heads[1]
        item.top = bool(column) and re.match(r"[^\n]*\n[ \t>]*\|[ \t:|-]+\|?[ \t]*(?:\n|$)", text[text.rfind("\n", 0, start) + 1 :]) is not None
        if found:
            found[-1].after = _plain(raw)
        found.append(item)
        end = formula.end
    if found:
        found[-1].after = _plain(found[-1].formula.visible[end : end + 200])
    return found


def whole(found: list[Item]) -> list[list[Item]]:
    """Return the formulas of each sentence."""
    parts: list = []
    for item in found:
        if item.sentence or not parts:
            parts.append([])
        parts[-1].append(item)
    return parts


def marked(sentence: list[Item]) -> str:
    """Return the words of a sentence with ⟨n⟩ in the place of its formula n."""
    words = " ".join(f"{item.gap} ⟨{at}⟩" for at, item in enumerate(sentence))
    end = re.search(r"[.!?](?: |$)", sentence[-1].after)
    text = f"{words} {sentence[-1].after[: end.start()] if end else sentence[-1].after}"
    return re.sub(r" (?=[,;:.)|])|(?<=\() ", "", text).strip()


def conditions_at(sentence: list[Item], text: str, match) -> list | None:
    """Return the conditions of what a part of a sentence says: those before it, and those that follow at once; None if these are words."""
    last = max(int(number) for number in re.findall(r"⟨(\d+)⟩", text[: match.end()]))
    given = list(sentence[last].under)
    rest = re.match(r",? (?:for|if|when|where|at)(?P<any> all| every| each)? ⟨", text[match.end() :])
    if rest:
        following = sentence[last + 1 :]
        if following[0].role != "condition":
            return given if rest["any"] and following[0].role == "mention" else None  # for every value of a letter
        given.append(following[0])
        for item in following[1:]:
            if item.role != "condition" or item.gap not in ("and", "with"):
                break
            given.append(item)
    return given


def _head(text: str, begin: int) -> tuple[int, int]:
    """Return where the formulas start and end that begin a block in bold, or as a list of cases before a colon."""
    match = HEAD.match(text, begin)
    if match is None:
        return 0, 0
    inside = "bold" if match["bold"] is not None else "list"
    first = re.match(r"(?:\$[^$]*\$|,| |and\b|or\b)*", match[inside])
    return match.start(inside), match.start(inside) + first.end()


def _plain(text: str) -> str:
    """Return words without the marks of Markdown, in one line."""
    text = re.sub(r"\*[^*\n]*\*\{[^{}]*\}|\{[^{}]*\}|\]\([^)]*\)|[*_\[\]]", "", text)
    return " ".join(text.replace("\u2019", "'").split())


def arrange(found: list[Item], is_condition, states, is_point, is_arrow) -> None:
    """Set the role and the conditions of each item.

    `states(item)` tells whether it has a relation, `is_condition(item)` whether that can be a condition, `is_point(item)`
    whether it compares a name with a number, and `is_arrow(item)` whether a variable tends to something.
    """
    standing: list = []
    leading: list = []
    previous = None
    open_group, claimed = None, False
    for at, item in enumerate(found):
        if item.block:
            standing, leading, previous, claimed, open_group = [], [], None, False, None
        elif item.sentence:
            leading, previous, claimed, open_group = [], None, False, None
        elif item.column and item.column > found[at - 1].column:
            leading, claimed, open_group = [], False, None
        gap = re.sub(PLACE, "at", item.gap) if is_point(item) else item.gap
        if ";" in gap:
            leading, claimed = [], False
        if not states(item):
            item.role, item.conditions = "mention", [*standing, *leading]
            item.under = item.conditions
            if gap.lower() not in ("", "and", "or", ","):
                open_group = None
            previous = item if not (previous and previous.role == "condition" and gap in ("and", "or", ",")) else previous
            continue
        following = found[at + 1] if at + 1 < len(found) and not found[at + 1].sentence else None
        introduced = INTRO.fullmatch(gap)
        word = introduced["word"].lower() if introduced else ""
        before = introduced["before"].strip(" |") if introduced else ""
        clause = introduced and CLAUSE.search(introduced["before"].rpartition("|")[2].strip())  # a cell begins one
        fits = is_condition(item) and word != "as"  # which gives a reason, but for "as z tends to 0"
        if is_arrow(item):
            item.role = "condition"
            if previous is not None and previous.role == "claim" and re.fullmatch(r",? ?(?:as|for|when|if)", gap):
                previous.conditions.append(item)
            else:
                leading = [*leading, item]
            open_group = leading
        elif item.head and is_point(item):
            item.role = "condition"
            standing.append(item)
        elif open_group is not None and gap.lower() in ("and", "or", "with") and previous.role == "condition" and fits and not (
            open_group is not standing and open_group is not leading and _has_its_own(following, states)
        ):
            item.role, item.word = "condition", gap.lower()
            open_group.append(item)
        elif previous is not None and previous.role == "claim" and IFF.fullmatch(gap):
            item.role, item.conditions, previous.role = "which", [previous, *previous.conditions], "condition"
        elif item.role == "claim" and previous is not None and previous.role == "claim" and (EQUALITY.fullmatch(gap) or ZERO.fullmatch(gap)):
            only = EQUALITY.fullmatch(gap)
            item.role = "zero" if not only else "only" if only["only"] else "equality"
            item.conditions = [previous, *previous.conditions]
        elif previous is not None and previous.role == "mention" and (extreme := _extreme(gap, previous, found[at - 2 : at - 1])):
            item.role, item.word = "extreme", "\\le" if extreme[0]["least"] or extreme[0].groupdict().get("lower") else "\\ge"
            item.conditions = [extreme[1], *standing, *leading]
            if following is not None and re.match(r",? where\b", following.gap):
                leading, claimed = [item], False
        elif WHICH.fullmatch(gap) and previous is not None and previous.role == "condition":
            item.role, item.conditions = "which", [previous]
        elif re.fullmatch(r",? where", gap) and leading and previous is leading[-1] and is_point(previous) and not is_point(item, strictly=True):
            item.conditions, claimed, open_group = [*standing, *leading], True, None  # "at z = 0, where F"
            item.word = word
        elif introduced and fits and _trails(previous, before, gap, item, following, states):
            item.role, open_group = "condition", previous.conditions
            previous.conditions.append(item)
        elif introduced and fits and (word not in WEAK or clause):
            item.role = "condition"
            if word in STANDING:
                standing.append(item)
                open_group = standing
            elif clause or _leads(item, following):
                if claimed:
                    leading, claimed = [], False
                leading.append(item)
                open_group = leading
            else:
                open_group = []  # a condition of words
        elif introduced and fits and following is not None and re.match(r",? where$", following.gap):
            item.role, leading, claimed, open_group = "condition", [item], False, []
        elif introduced and fits and is_point(item):
            item.role, open_group = "condition", []  # a point of which words say something
        elif gap == "(" and item.after.startswith(")") and fits and previous is not None and previous.role == "claim":
            item.role = "condition"
            previous.conditions.append(item)
        else:
            item.word = word
            item.conditions = [*standing, *leading]
            claimed, open_group = True, None
            if DENIED_BEFORE.search(gap) or DENIED_AFTER.match(item.after):
                item.role, item.word = "denied", "some" if item.after.startswith("for some") else ""
        previous = item
        item.under = [*standing, *leading]
    _tables(found, is_condition, states, is_point)


def _extreme(gap, previous, earlier):
    """Return the match for least or largest, and the item that is so at a point: "X is least at C", "The least value of X is at C"."""
    if match := LARGEST.fullmatch(gap):
        return match, previous
    if AT.fullmatch(gap):
        for item in (previous, *(earlier if previous.gap == "is" else ())):
            if match := EXTREME.search(item.gap):
                return match, item
    return None


def _trails(previous, before, gap, item, following, states) -> bool:
    """Whether a condition follows its claim at once: F for C; not where it begins a clause, as in ", at C we have F"."""
    if previous is None or previous.role not in ("claim", "denied") or DENIED_AFTER.sub("", before.strip(" ,"), count=1).strip():
        return False
    if re.match(r",? ?then\b", item.after):
        return False
    on = following is not None and states(following) and not re.match(r"$|[,.;:)|]|and\b|or\b|but\b", item.after)
    return not (on and "," in gap)


def _has_its_own(following, states) -> bool:
    """Whether a relation after `and` has a condition of its own, as G in "F for C and G for D", and so is a claim."""
    return following is not None and states(following) and OWN.fullmatch(following.gap) is not None


def _leads(item, following) -> bool:
    """Whether a condition in the middle of a sentence holds for what follows."""
    return following is not None and re.match(r",? (?:then|we have|where)\b|:", " " + item.after) is not None


def rows(found: list[Item]) -> list[tuple[list[Item], list[Item]]]:
    """Return the formulas of each row of each table, but for the first, with those of the first."""
    inside: list = []
    for item in found:
        if item.column:
            if item.block or not inside:
                inside.append([])
            inside[-1].append(item)
    top: list = []
    below = []
    for before, row in zip([[], *inside], inside):
        first = row[0].formula
        if before and OUTSIDE.search(first.visible[before[-1].formula.end : first.start]):
            top = []
        if row[0].top:
            top = row
        else:
            below.append((top, row))
    return below


def fills_its_cell(item: Item) -> bool:
    """Whether nothing else stands in the cell of a formula."""
    return bool(item.column) and not item.gap.rpartition("|")[2].strip() and not item.after.partition("|")[0].strip()


def _tables(found, is_condition, states, is_point):
    """Make the relation in the first cell of a row the condition of the claims in its other cells, and a head that of its column.

    A row may begin with several cells that compare a name with a number.
    """
    for top, row in rows(found):
        heads = [item for item in top if item.role == "claim"]
        count, cells = 0, {item.column: item for item in reversed(row) if item.role != "condition"}
        while (cell := cells.get(count + 1)) and not cell.gap.strip("| ") and (is_point(cell) or not states(cell)):
            count += 1
        others = [item for item in row if item.column > 1 and item.role == "claim"]
        conditions = [item for item in row if item.column <= count and states(item)]
        conditions = conditions or [item for item in row if item.column == 1 and item.role == "claim" and others and is_condition(item)]
        for item in conditions:
            item.role, item.conditions = "condition", []
        for item in row:
            if item.role == "claim":
                under = [head for head in heads if head.column == item.column and is_condition(head)]
                for head in under:
                    head.role = "condition"
                item.conditions = [*conditions, *under, *item.conditions]
