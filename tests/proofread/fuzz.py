"""Random formulas: each check has to end in a verdict or a finding, soon, and without a failure of the checker itself.

    python -m tests.proofread.fuzz [STRINGS [TREES]]      # 20000 strings of tokens and 2000 trees
"""

import random
import resource
import sys
import time

from proofread import check_text

SECONDS, MEGABYTES = 10, 500  # of one formula
NOTATION = r"""
size K = 3, 2
size n = 2, 3
index j, k : K
index x : n
a, b, z : real
u : positive
p : [0,1]
q_k : open simplex
w_k, v_k : real
t_{xk} : one-hot
A_{jk} : real (K, K)
f(r) : smooth function
\sigma(r) := \frac{1}{1 + e^{-r}}
s_k := \frac{e^{w_k}}{\sum_j e^{w_j}}
g : index of K
"""
TOKENS = (
    r"a b z u p q_k w_k v_k w v A t_{xk} s_k s w_g f(a) f'(a) \sigma(z) \sigma 1 2 3 0 10 0.5 = = = < > \le \ge \ne + - \cdot ^2 ^{-1} ^{10} "
    r"^{100} ^{a} ^\top ( ) { } [ ] \frac{1}{2} \frac{a}{b} \frac{\partial}{\partial a} \frac{d}{da} \sum_k \sum_{k=1}^{K} \sum_{j<k} \prod_k "
    r"\max_k \max(a,b) \min(a,0) \ln \exp \sqrt{a} \sin \cos e^{a} e^{e^{a}} \nabla_w \int_0^1 \int_0^a \,dz \lim_{a\to0} \lim_{a\to\infty} \infty "
    r"\text{if} \text{where} \iff \implies , \\ & \quad 1_{a>0} \delta_{jk} \lVert \rVert \lvert \rvert \operatorname{tr} \operatorname{diag} "
    r"\begin{cases} \end{cases} \begin{pmatrix} \end{pmatrix} ' _k _{12} O(a^2) \to \in \approx 1234567890123 \pi \mathbb{E}_{k\sim\,q}[w_k]"
).split()
LEAVES = ("a", "b", "z", "u", "p", "q_k", "w_k", "s_k", "2", "3", "0", "0.5", "\\pi", "\\sigma(z)", "f(a)", "f'(a)", "w_g", "K")
FORMS = (
    "(@ + @)", "(@ - @)", "(@) (@)", r"\frac{@}{@}", "(@)^2", "(@)^{10}", "(@)^{-1}", "(@)^{100}", "(@)^{K}", "(@)^{a}", r"\ln(@)", "e^{@}",
    r"\sqrt{@}", r"\max(@, @)", r"\lvert @ \rvert", r"\sum_k (@)", r"\prod_k (@)", r"\max_k (@)", r"\frac{\partial}{\partial a} (@)",
    r"\int_0^1 (@) \, dz", r"\sin(@)", "1_{@ > @}", r"\sigma(@)", r"\frac{\partial}{\partial w_j} (@)", "f(@)", r"\sum_{j \ne k} w_j (@)",
)  # fmt: skip


def string(rng: random.Random) -> str:
    return " ".join(rng.choice(TOKENS) for _ in range(rng.randint(1, 25)))


def tree(rng: random.Random) -> str:
    condition = f" \\text{{ if }} {_tree(rng, 2)} {rng.choice('=>')} {_tree(rng, 1)}" if rng.random() < 0.3 else ""
    return f"{_tree(rng, rng.randint(1, 5))} {rng.choice(('=', '=', '<', chr(92) + 'le', chr(92) + 'ne'))} {_tree(rng, rng.randint(0, 4))}{condition}"


def _tree(rng, depth) -> str:
    if not depth:
        return rng.choice(LEAVES)
    first, *others = rng.choice(FORMS).split("@")
    return first + "".join(_tree(rng, depth - 1) + other for other in others)


def failures(make, count: int, seed: str):
    """Yield (formula, what went wrong) of random formulas; the time is that of the processor."""
    for number in range(count):
        formula = make(random.Random(f"{seed}:{number}"))
        start = time.process_time()
        report = check_text(f"$$\n{formula}\n$$\n\n```notation{NOTATION}```\n")
        seconds = time.process_time() - start
        yield from ((formula, finding.message) for finding in report.findings if finding.kind == "internal")
        if seconds > SECONDS:
            yield formula, f"{seconds:.0f} s"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if memory > MEGABYTES:
        yield "all of them", f"{memory} MB"


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]] + [20_000, 2_000][len(sys.argv) - 1 :]
    found = [failure for make, count in zip((string, tree), numbers) for failure in failures(make, count, make.__name__)]
    print(*(f"{what}: {formula}" for formula, what in found), sep="\n")
    sys.exit(bool(found))
