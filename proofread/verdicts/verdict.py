"""Check one link of a chain: at points of the domain by ball arithmetic, then by a symbolic proof."""

import random
from contextlib import suppress
from functools import cached_property
from itertools import combinations, islice, product
from typing import NamedTuple

from proofread.expressions import budget
from proofread.expressions.arrays import Array
from proofread.expressions.expression import occurs
from proofread.expressions.integrals import compared
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import Undecided
from proofread.latex.errors import FormulaError
from proofread.latex.relations import INEQUALITIES
from proofread.latex.tree import walk
from proofread.meaning import places, scope
from proofread.meaning.declared import Notation
from proofread.meaning.indices import bound, written
from proofread.verdicts import descent, every_size, remainder, symbolic
from proofread.verdicts.comparison import EQUAL, NEARLY, active_at, compare, gaps, thresholds, vary, zeros
from proofread.verdicts.connectives import check_connective
from proofread.verdicts.link import Instance, Lacking, Link, Refuted, at_point, below, existing, instances, lacking
from proofread.verdicts.points import MODES, SPECIAL, admitted, beside_conditions, far_out, numbers_of, points, signs, together, variations
from proofread.verdicts.roots import around, bands, edges, roots, solutions
from proofread.verdicts.smoothness import free_derivatives, free_order, of_a_function, order
from proofread.verdicts.solving import leaves_of, read
from proofread.verdicts.touching import MEETING, is_exact, meeting, turning

EVERY, LISTED = "every size", "the sizes listed"  # scopes
BEYOND = ("generic", *SPECIAL)  # points at sizes that the notation block does not list
FEW = 4  # variables of an equation that is looked at beside the thresholds of more points
BRIEF = 3  # points, at most, of each instance of what is proved
EDGED = ("max", "kink", "cases")
ORDERED = (*INEQUALITIES, "\\ne")
BANDS = 12  # between thresholds, at most, that are looked at from one point
TURNS = 3  # points, usual and special, from which a turning point is looked for
SCANNED = 2  # variables of an inequality that is looked at very far out
MANY = 24  # variables of an equation that is not looked at beside its thresholds
DEEP = 2  # points for each combination of sizes at which an equality that is not proved holds to the larger number of bits


class Verdict(NamedTuple):
    """What is known of a link, and for which sizes; the scope is empty where no size occurs."""

    status: str
    scope: str = ""


def check_link(notation: Notation, link: Link, seed: str, proofs: bool, reached: set, compared: list | None = None) -> Verdict:
    """Return whether a link is proved or tested; raise `Refuted`, or `FormulaError` of what is not read, or undecided.

    `compared` receives the number of points at each instance.
    """
    sized = bool(scope.sizes(notation, [link]))
    every = sized and proofs and link.relation == "=" and every_size.proved(notation, link)
    try:
        outcome = _outcome(notation, link, random.Random(seed), proofs, every, reached, compared)
    except Refuted as refuted:
        if any(map(places.is_place, (link.left, link.right))):
            raise Refuted(f"an index belongs to one side alone, 1 where it does: {refuted.message}") from None
        raise
    if order(notation, (link.left, link.right)) > free_derivatives(notation, (link.left, link.right)):
        raise FormulaError("undecided", "derivatives of a smooth function are free only up to the second, of f(r) up to the fourth", link.at)
    two = sorted(written(notation, (link.left, link.right)) & bound((link.left, link.right)))
    if two:
        message = f"the index {two[0]} is free and summed over in one formula; give one of the two another letter"
        raise FormulaError("index", message, link.at)
    if every:
        return Verdict("proved", EVERY)
    return Verdict(outcome, LISTED if sized else "")


def _outcome(notation, link, rng, proofs, every, reached, compared) -> str:
    if link.relation in ("\\iff", "\\implies"):
        return check_connective(notation, link, rng, reached, check_link)
    if link.relation == "\\in":
        return _member(notation, link, rng)
    with_order = remainder.split(link.right) if link.relation == "=" else None
    if with_order:
        return remainder.check_remainder(notation, link, *with_order, rng)
    return _Trial(notation, link, rng, proofs, every, reached, compared).outcome()


class _Trial:
    """A relation between two sides, at points of all its instances."""

    def __init__(self, notation, link, rng, proofs, every, reached, compared):
        self.notation, self.link, self.rng, self.reached = notation, link, rng, reached
        self.every = every  # whether it is proved for every size, wherever both sides are defined and beside kinks
        self.proved = proofs and link.relation == "="
        self.modes = MODES * 3 if any(node.kind == "cases" for node in walk((link.left, link.right))) else MODES
        self.equal, self.sure = link.relation == "=", True  # so far as was tried
        self.told = compared is not None  # at how many points the sides are compared
        self.compared = compared if self.told else []
        self.met = False  # a point
        self.attacked: list = []  # combinations of sizes
        self.undecided = ""  # what was, first

    @cached_property
    def order(self) -> int:
        return order(self.notation, (self.link.left, self.link.right))

    @cached_property
    def inverted(self) -> list:
        return scope.inverted(self.notation, (self.link.left, self.link.right))

    def outcome(self) -> str:
        for instance in instances(self.notation, self.link, self.rng):
            self.at(instance)
        if self.met:
            self.at_other_sizes()
        if self.undecided and not self.proved:
            raise FormulaError("undecided", self.undecided, self.link.at)
        if not self.met:
            message = "no point of the declared domain meets these conditions, so nothing was checked"
            raise FormulaError("condition", message, self.link.at)
        return "proved" if self.proved else "tested"

    def at(self, instance: Instance):
        """Compare the sides at the points of one instance; the first of a combination of sizes is looked at most closely."""
        notation, sizes = self.notation, instance.meaning.sizes
        pairs, bearing, leaves = self.read(instance)
        if pairs is None:
            return
        equal, sure = self.shown(sizes, pairs, bearing)
        free = not any(of_a_function(key) for key in leaves)
        free = free and self.order <= min(map(free_order, leaves), default=4)
        self.proved = self.proved and equal and free and instance.complete
        brief = sure and (self.proved or not self.told)
        found = points(notation, sizes, leaves, (), self.rng, BEYOND) if brief and not bearing else self.found(sizes, leaves, bearing)
        found = found[:BRIEF] if brief or _improper(pairs) else found
        self.compared.append(len(found))
        closely = sizes not in self.attacked
        deep = DEEP if closely and not equal and not _has(pairs, "integral") else 0
        evaluators = [Evaluator(point, self.reached) for point in found]
        for at, evaluator in enumerate(evaluators):
            self.compare(pairs, evaluator, instance, EQUAL if at < deep else NEARLY)
        self.met = self.met or bool(found)
        if not sure:
            self.attack(pairs, evaluators, bearing, leaves, instance, closely, equal)
            self.attacked += [sizes] if found else []

    def shown(self, sizes, pairs, conditions) -> tuple[bool, bool]:
        """Return whether the sides are proved equal where both have a value, and whether the relation is proved wherever the conditions hold.

        What is not proved at one instance is not tried at the next ones.
        """
        notation, relation = self.notation, self.link.relation
        every = self.every and not _has(pairs, *EDGED)
        equal = self.equal and (every or all(symbolic.equal(notation, sizes, a, b, conditions) for a, b in pairs))
        self.equal = equal
        self.sure = self.sure and (equal or relation in ORDERED)
        self.sure = self.sure and symbolic.holds_everywhere(notation, sizes, pairs, None if equal else relation, conditions)
        return equal, self.sure

    def attack(self, pairs, evaluators, conditions, leaves, instance, closely: bool, equal: bool):
        """Look for a point at which the relation fails, where that is most likely; an improper integral is too much work for that."""
        if _improper(pairs):
            return
        notation, link, sizes, found = self.notation, self.link, instance.meaning.sizes, [evaluator.point for evaluator in evaluators]
        if closely:
            touched = solutions(notation, sizes, leaves, conditions, self.rng, touching=True)
            for point in [*touched, *solutions(notation, sizes, leaves, conditions, self.rng, modes=SPECIAL)]:
                self.seemingly(pairs, point, instance)
        if closely and found and leaves and link.relation in INEQUALITIES:
            self.tighten(pairs, found, conditions, instance)
        if closely and not any(e.op in ("limit", "infinity") for pair in pairs for e in pair):
            zeros(notation, pairs, link, found, conditions, instance.label, self.rng)
        few = closely and len(leaves) < MANY
        gapped = few and not all(e.total for pair in pairs for e in pair)
        if gapped:
            gaps(notation, sizes, pairs, link, found[:3], conditions, instance.label)
        threshold = few and link.relation == "=" and not equal and not self.every and _has(pairs, *EDGED)
        partial = gapped and link.relation == "="
        if threshold or partial or link.relation in ORDERED:
            count = 8 if threshold and len(leaves) <= FEW else 3 if closely and not partial else 1
            # what differs beyond a threshold alone can be tiny beside the rest of a side
            self.beside(pairs, evaluators[:count], conditions, instance, EQUAL if threshold else NEARLY)
        if closely and found and leaves and link.relation in INEQUALITIES:
            scanned = (*far_out(notation, found[0]), *together(notation, found[0])) if len(leaves) <= SCANNED else ()
            with suppress(budget.OverBudget), budget.apart("more"):
                for point in (*signs(notation, found[0]), *scanned):
                    if admitted(point, conditions):
                        vary(notation, pairs, link, point, instance.label)
        if closely and found and link.relation in INEQUALITIES:
            with suppress(budget.OverBudget), budget.apart("more"):
                self.at_turning_points(pairs, [*found[:TURNS], *found[TURNS:][-TURNS:]], conditions, instance)
        if closely and conditions and len(leaves) < MANY:
            with suppress(budget.OverBudget), budget.apart("more"):
                self.at_the_edge(pairs, found[:2], conditions, instance)

    def read(self, instance: Instance) -> tuple:
        return read(self.notation, self.link, instance, existing(self.notation, self.inverted, instance))

    def at_other_sizes(self):
        """Compare the sides at a few points of sizes that the notation block does not list, as far as they are read and the work for it goes."""
        lack = None
        with suppress(budget.OverBudget), budget.apart("more"):
            for instance in instances(self.notation, self.link, self.rng, beyond=True):
                if self.every and not below(self.notation, instance.meaning.sizes):
                    break
                try:
                    self.at_another_size(instance)
                except Lacking as error:
                    lack = lack or error
        if lack:
            raise lack

    def at_another_size(self, instance: Instance):
        sizes = instance.meaning.sizes
        with lacking(self.notation, self.link, sizes):
            try:
                pairs, bearing, leaves = self.read(instance)
            except FormulaError as error:  # such as a determinant that is too large
                if isinstance(error, budget.OverBudget) or below(self.notation, sizes):
                    raise
                return
            for point in points(self.notation, sizes, leaves, bearing, self.rng, BEYOND) if pairs else ():
                self.compare(pairs, Evaluator(point), instance)

    def found(self, sizes, leaves, conditions) -> list[dict]:
        """Return points that meet the conditions; one that only special points are found to meet is refused."""
        some = [[mode for mode in self.modes if (mode in SPECIAL) == special] for special in (False, True)]
        usual = points(self.notation, sizes, leaves, conditions, self.rng, some[0])
        usual += solutions(self.notation, sizes, leaves, conditions, self.rng)
        usual = usual or solutions(self.notation, sizes, leaves, conditions, self.rng, modes=("generic",) * 16)
        special = points(self.notation, sizes, leaves, conditions, self.rng, some[1])
        if special and not usual:
            message = "only points at which the variables are equal, 0 or 1 were found to meet these conditions; write them solved for a variable"
            raise FormulaError("condition", message, self.link.at)
        if usual and not special:
            special = beside_conditions(self.notation, sizes, leaves.difference(*map(leaves_of, conditions)), conditions, usual[0], self.rng)
        return usual + special

    def compare(self, pairs, evaluator, instance, fine: int = NEARLY):
        """Refute the relation at a point, or note that it is not decided there."""
        for a, b in pairs:
            try:
                compare(self.notation, a, b, self.link, evaluator, instance.label, fine)
            except Undecided as error:
                self.undecided = self.undecided or f"{error}{at_point(self.notation, evaluator.point, instance.label)}"

    def seemingly(self, pairs, point, instance):
        """Note where a relation fails at a point that meets the conditions as far as is seen; raise `Refuted` if its numbers are fractions."""
        try:
            vary(self.notation, pairs, self.link, point, instance.label, fine=EQUAL)
        except Refuted as refuted:
            if is_exact(point):
                raise
            self.undecided = self.undecided or f"it seems to fail: {refuted.message}"

    def tighten(self, pairs, found, conditions, instance):
        """Look for a point that breaks an inequality, from the one where it is tightest."""
        for a, b in pairs:
            slack = descent.slack(a, b, self.link.relation in (">", "\\ge"))
            for point in descent.tighter_points(self.notation, instance.meaning.sizes, found, conditions, slack, self.rng):
                self.compare([(a, b)], Evaluator(point), instance)

    def beside(self, pairs, evaluators, conditions, instance, fine: int):
        """Look at points far out, and beside the numbers of the formula."""
        numbers, limits = numbers_of(e for pair in pairs for e in pair), thresholds(pairs)
        for evaluator in evaluators:
            point, still = evaluator.point, {}
            for change in variations(self.notation, point, numbers, conditions, self.rng):
                moved = frozenset(change)
                still[moved] = still.get(moved) or evaluator.still(moved)
                vary(self.notation, pairs, self.link, {**point, **change}, instance.label, known=still[moved], fine=fine)
            for x, y in limits:
                for root in roots(self.notation, x, y, point) if (x.leaves | y.leaves) <= point.keys() else ():
                    if admitted(root, conditions):
                        vary(self.notation, pairs, self.link, root, instance.label, (x, y), fine=fine)
            for two in combinations(limits[:MEETING], 2):
                corner = meeting(self.notation, two, point)
                if corner and admitted(corner, conditions):
                    self.seemingly(pairs, corner, instance)
            if fine == EQUAL:
                with suppress(budget.OverBudget), budget.apart("more"):
                    first = list(islice(bands(self.notation, limits, point), BANDS))
                    for band in (*first, *(second for band in first for second in islice(bands(self.notation, limits, band), BANDS))):
                        if admitted(band, conditions):
                            vary(self.notation, pairs, self.link, band, instance.label, fine=fine)

    def at_turning_points(self, pairs, found, conditions, instance):
        """Look where the difference of the sides turns, among all points and among those that meet some conditions just so."""
        for (a, b), point in product(pairs, found):
            for active in ([], *active_at(conditions)):
                turned = turning(self.notation, a, b, active, point)
                if turned and admitted(turned, conditions):
                    self.seemingly(pairs, turned, instance)

    def at_the_edge(self, pairs, found, conditions, instance):
        """Look where the conditions are met just so: an inequality between two sides that are equal, or nearly."""
        compares = [pair for condition in conditions for pair in compared(condition)]
        for point in found:
            for x, y in compares:
                for moved in edges(self.notation, x, y, point) if (x.leaves | y.leaves) <= point.keys() else ():
                    if admitted(moved, conditions):
                        vary(self.notation, pairs, self.link, moved, instance.label)
            for two in combinations(compares[:MEETING], 2):
                corner = meeting(self.notation, two, point)
                for near in (corner, *around(corner, point)) if corner else ():
                    if admitted(near, conditions):
                        self.seemingly(pairs, near, instance)


def _improper(pairs) -> bool:
    """Whether a limit of an integral occurs in the sides."""
    return _has(pairs, "limit") and _has(pairs, "integral")


def _has(pairs, *operations) -> bool:
    """Whether one of some operations occurs in the sides."""
    return occurs([e for pair in pairs for e in pair], operations)


def _member(notation: Notation, link: Link, rng) -> str:
    """Check the shape of the left side of W \\in \\mathbb{R}^{K \\times d}, by the names of the sizes."""
    sizes = link.right.parts[0]
    for size in sizes:
        if size not in notation.sizes and not size.isdigit():
            raise FormulaError("name", f"the size {size} is not declared", link.right.at)
    for instance in instances(notation, link, rng):
        value = instance.meaning.of(link.left, instance.environment)
        shape = value.shape if isinstance(value, Array) else ()
        if shape != (*sizes, "1")[:2] * bool(sizes):
            shown = value.shown() if isinstance(value, Array) else "a scalar"
            raise FormulaError("shape", f"the left side is {shown}, not {' x '.join(sizes) or 'a scalar'}", link.at)
    return "proved"
