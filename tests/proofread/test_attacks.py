"""False formulas of the kinds that once passed, and true ones beside each that must not be called false."""

import pytest

from proofread import check_text
from tests.proofread import beside

NOTATION = r"""
size K = 3, 2, 4
size N = 6
index i, j, k, l : K
index p, q, r, s : N
x_k, t_k : real
m_k, v_k : open simplex
o_k, w_k : simplex
a, b, c, h, z : real
u : positive
y, \alpha, \beta : [0,1]
\rho : nonnegative
B_{jk}, C_{jk} : real (K, K)
"""


def kinds(formula, notation=NOTATION):
    text = formula if "$" in formula else f"$$\n{formula}\n$$"
    return {finding.kind for finding in beside.findings(text, notation)}


FALSE = {
    "touching where conditions are met just so": [
        r"|a| < 1 \text{ if } a^2 + b^2 = 1", r"a^2 + b^2 = 1 \implies |a| < 1", r"|a| < 1 \text{ if } a^2 + b^2 \le 1", r"|a| < 1 \qquad (|a| + |b| = 1)",
        "For $a^2 + b^2 = 25$, $a < 5$.", "If $|a| \\le 1$ and $|b| \\le 1$, then $a - b < 2$.", r"a + b = 3 \implies a^2 + b^2 > \frac{9}{2}",
    ],
    "a bound under conditions": [
        r"a + b = 10 \implies a b \le 24", r"a + b = 1 \implies a^4 + b^4 \ge 0.2", r"0 \le a \le 7 \implies a^2 (7 - a) \le 50.8", r"u b \le \frac{1}{4} - 10^{-4} \text{ if } u + b \le 1",
        r"|a| + |b| \le 1 \implies a b \le 0.2499", r"0 \le a \le 1 \text{ and } 0 \le b \le 1 \implies a b (1 - a) (1 - b) \le 0.0624",
        r"0 \le a \text{ and } 0 \le b \text{ and } 0 \le c \text{ and } a + b + c = 1 \implies a b + b c + c a \le 0.333",
        r"a \ge 0 \text{ and } b \ge 0 \text{ and } a + 2 b \le 4 \text{ and } 3 a + b \le 6 \implies a + b \le 2.7",
    ],
    "premises that several equations make": [
        r"a + b = c \text{ and } b + z = h \text{ and } z + a = u \implies c = h", r"B = C^\top \implies B = C", r"B = B^\top \text{ and } C = C^\top \implies B C = C B",
        r"\sum_k x_k^2 = \sum_k t_k^2 \implies x_k = t_k", r"B = -B^\top \implies \det(B) = 0",
        r"a^2 + b^2 = 1 \text{ and } c^2 + h^2 = 1 \implies a c + b h < 1", r"a^2 + b^2 = 1 \text{ and } c^2 + h^2 = 1 \implies |a c - b h| \le 0.999",
        r"B C = C B \implies B = C", r"B C = B \implies B = C",
    ],
    "probabilities on a face": [
        r"\min_k o_k = 0 \implies \max_k o_k = 1", r"\sum_k o_k w_k > 0 \text{ if } \max_k o_k < 1", r"-\sum_k m_k \ln m_k \ge 0.6 \ln K \text{ if } \max_k m_k \le \frac{1}{2}",
        r"\sum_k |m_k - v_k| \ge 1.9 \implies \max_k m_k \ge 0.9",
    ],
    "improper integrals": [r"\int_0^\infty h e^{-h} \, dh = 1.001", r"\int_{-\infty}^\infty e^{-h^2} \, dh = 1.7724"],
    "all variables alike": [r"u + \rho \ge 10^{-9} \text{ if } \rho > 0", r"\alpha + \beta \le 2 - 10^{-9}", r"a b - c h \le \frac{a^2 + b^2 + c^2 + h^2}{2.01}"],
    "if and only if": ["$a + 1 = 0$ if and only if $a = 1$.", "$e^a > 1$ exactly when $a \\ge 0$.", "For $a > 0$ we have $a^2 = 1$ if and only if $a = 2$."],
    "two variables together": [
        r"\frac{a b}{1 + a^2 + b^2} < \frac{1}{2} - 10^{-6}", r"|a - b| \le 1 \implies |a^2 - b^2| \le 100", r"|a^2 - b^2| \le 100 \text{ if } |a - b| \le 1",
        r"|\tanh(a) - \tanh(b)| \le 0.99 |a - b|", r"|\sin a - \sin b| \le 0.99 |a - b|",
    ],
    "a factor of what is 0": [
        r"\prod_k |t_k^3 - 5| > 0",
        r"|a^3 - 5| (b^2 + 1) > 0", r"(a - b)^2 (a - 2 b)^2 \ge 0 \text{ with equality only if } a = b", r"(a - 1)^2 (a - \sqrt{2})^2 \ge 0 \text{ with equality only if } a = 1",
    ],
    "between two thresholds": [
        r"\max(0, \sin(a) - 0.999999) = 0", r"\max(0, a^2 - 2) \max(0, 2.0001 - a^2) = 0", r"\max(0, a^3 - a - 1) \max(0, 1 - a^3 + a + 10^{-3}) = 0",
        r"\max(0, a^2 + b^2 - 50) \max(0, 51 - a^2 - b^2) = 0", r"1_{a = b^2} 1_{b = 3} = 0",
    ],
    "very far out": [
        r"|a| < 10^{300}", r"|a| < 10^{3000}", r"\ln u < u^{0.01} + 300", r"\ln u < u^{0.001} + 5800", r"\sqrt{u} < 10^{60} + \ln u", r"-\ln u < 10000",
        r"\left\lvert \sqrt{a^2 + 1} - |a| \right\rvert > 10^{-30}", r"u (1 - u)^{100000} < 3 \cdot 10^{-6} \text{ if } u < 1",
    ],
    "a shape beside the end of its condition": [
        "$a^3 - a$ is increasing in $a$ for $a > 0.57$.", "$a^3 - 3 a$ is increasing in $a$ for $a > 0.999$.", "$a^4 - a^2$ is convex in $a$ for $a \\ge 0.4$.", "$\\tanh a$ is convex in $a$ for $a \\le 0.001$.",
    ],
    "assignments": [r"\delta_{pq} \delta_{qr} a = \delta_{pq} \delta_{qr} \delta_{rs} a", r"\delta_{pq} \delta_{rs} = \delta_{pq} \delta_{rs} \delta_{pr}"],
    "solution sets": [
        r"a = 3 \text{ if } a^2 = 9", r"z = 0 \text{ if } z a = 0", r"b = c \text{ if } b^2 = c^2", r"a = 1 \text{ if } a^3 = a",
        r"\sum_k x_k = \sum_k t_k \text{ if } \sum_k x_k^2 = \sum_k t_k^2", r"B C = C B \text{ if } C = C^\top \text{ and } B = B^\top",
        "If $u b = a b$, then $u = a$.",
    ],
    "zeros": [
        r"(b - \ln u)^2 > 0", r"(z^2 - 5)^2 > 0", r"-\sum_k m_k \ln m_k \ne \frac{1}{3}", r"\sum_k m_k^2 \ne \frac{3}{5}", r"(a^3 - b)^4 > 0",
        r"a^2 + b^2 + 4 > a b + 2 a + 2 b", r"a^2 + b^2 + \frac{1}{9} \ne a b + \frac{a}{3} + \frac{b}{3}", r"\max(|3 a - 1|, |2 b - a|) > 0", r"5 a^2 + 4 a b + 8 b^2 - 32 a - 56 b + 116 \ne 0",
    ],
    "thresholds": [
        r"1_{\sin a \ge 0.3} = 1_{\sin a > 0.3}", r"1_{e^z < 5} = 1_{e^z \le 5}", r"\ln(u z) = \ln u + \ln|z|", r"\sqrt{(z + 12)^2} = (\sqrt{z + 12})^2",
        r"y < 10^{-11} \implies y = 0",
        r"e^{|z|} + e^{|z - 700|} = e^{|z|} + e^{700 - z}", r"\max(e^z, e^a, e^{-400}) = \max(e^z, e^a)",
        r"\max_k e^{x_k} + e^{500} = \max(\max_k e^{x_k}, e^{-800}) + e^{500}",
    ],
    "narrow bounds": [
        r"(z + 321.5)^2 + (b - 77)^2 > 2", r"\cos(a) \cos(b) < 0.995", r"z^4 - 5 z^3 \ge -65.8", r"(a + b - 31.2)^2 + (a - c)^2 + (b - c)^2 > 10^{-3}",
    ],
    "sizes": [
        "(K - 2) (K - 3) (K - 4) = 0", r"2^K \le 16", r"(-1)^N = 1", r"-\sum_k m_k \ln m_k < 1.39", r"\max_k m_k \ge \frac{1}{4}", r"\sum_p (-1)^p = 0",
        r"\sum_k m_k = 1 + 10^{-60} (K - 2) (K - 3) (K - 4)",
    ],
    "edges of conditions": [
        r"\max(a, b) = a \text{ if } a + 10^{-6} \ge b", r"|\sin a| \ge \frac{2}{\pi} |a| \text{ if } |a| \le 1.5709", r"\sqrt{a - 1}^2 = a - 1 \text{ if } a \ge 0.999",
    ],
    "far out and corners": [
        r"\min(a, 10^7) = a", r"u \ge 10^{-30}", r"\ln \frac{u}{1 + u} \ge -50", r"-\sum_k m_k \ln m_k \ge 10^{-20}", r"\sum_k m_k \ln \frac{m_k}{v_k} \le 100",
        r"\sum_k |o_k - w_k| < 2", r"\sum_k o_k w_k > 0",
    ],
    "gaps": [
        r"\frac{d}{dz} \max(2, z) = 1_{z > 2}", r"\frac{d}{dz} \max(2, z) = 1 \quad (z \ge 2)", r"\frac{z^2 - 9}{z - 3} = z + 3", r"\frac{d}{dz} \max(2, z) \le 1",
        r"\frac{z^3 - 7 z}{z^2 - 7} = z",
        r"\frac{\partial}{\partial z} (\max(0, z) - b)^2 = 2 (\max(0, z) - b) 1_{z > 0} \quad (b \ne 0)",
    ],
    "bars": [
        r"|a^3 - 5| > 0", r"0 < |a^3 - a - 1|", r"|a^3 - 5| \ne 0", r"\frac{1}{|a^3 - 5|} > 0", r"|e^a - 2|^3 > 0", r"\frac{|a^3 - 5|}{|a^3 - 5|} = 1",
        r"\sqrt{|a^5 - 3|} > 0", r"|a^3 - 2 b^3| > 0",
    ],
    "ends together": [
        r"\alpha - \beta < 1", r"\beta - \alpha < 1", r"\alpha (1 - \beta) < 1 + z^2", r"\alpha (1 - \beta) (1 - y) \ne 1", r"\rho + (z - 3)^2 > 0",
        r"a b < \frac{1}{6} \text{ if } 0 \le a \le \frac{1}{2} \text{ and } 0 \le b \le \frac{1}{3}", r"\frac{d}{da} |2 a - 1| = 2 \text{ if } a \ge \frac{1}{2}",
    ],
    "two equations": [r"a b = 6 \implies a + b \ne 5", r"a + b = 3 \implies a b \ne 2", r"a^2 + b^2 = 5 \implies a \ne 1"],
    "several variables": [r"a^2 + b^2 = 1 \implies a + b \le 1", r"-\sum_k m_k \ln m_k = \frac{1}{2} \implies m_i = \frac{1}{3}"],
    "one side": [r"\lim_{a \to 2} 1_{a \ge 2} = 1", r"1_{a b \ge 0} = 1_{a \ge 0} 1_{b \ge 0} + 1_{a < 0} 1_{b < 0}", r"\sqrt{a}^2 = a"],
    "words": [
        "It is not true that $a^2 + 1 > 0$.", "The relation $a^2 + a \\ge a$ fails.", "The minimum of $(a - 2)^2$ is at $a = 1$.", "It is wrong that $b - b = 0$.",
        "The value $a^2$ is negative.", "$a^2 = 1$ at $a = 1$ only.", "$a^2 = 1$ at $a = 1$ and nowhere else.", "$a^2 - 1$ is zero only at $a = 1$.",
        r"\sum_{i<j} t_i t_j = \sum_{i \ne j} t_i t_j",
    ],
    "orders": [
        r"|h|^{2.4} = O(h^3)", r"h \ln|h| = O(h)", r"h + |h|^3 + h^2 = h + O(h^3)", r"\cos(|h|^{1.9}) = 1 + O(h^4)", r"e^{2 |h|} = 1 + 2 h + 2 h^2 + O(h^3)",
    ],
}  # fmt: skip
UNDECIDED = [
    r"\int_{-\infty}^\infty \frac{1}{1 + h^2} \, dh = \frac{22}{7}", r"\int_0^\infty (1 + h)^{-2} \, dh = 1.0001",
    r"a^2 + b^2 \le 1 \implies a b \le 0.4999", r"a + b \le 1.41 \text{ if } a^2 + b^2 = 1", r"a^2 + b^2 + c^2 = 1 \implies a + b + c \le 1.5",
    r"\frac{d}{da} |a^2 - 2| = 2 a \text{ if } a \ge \sqrt{2}", r"\frac{d}{da} \max(e^a, 3) = e^a \text{ if } e^a \ge 3", r"\frac{d}{da} |a^3 - 2| = 3 a^2 \text{ if } a^3 \ge 2",
    r"a + b < \pi \text{ if } a \le \frac{\pi}{2} \text{ and } b \le \frac{\pi}{2}", r"a^2 + b^2 > 1 \text{ if } a + b \ge \sqrt{2}", r"a b = 1 \implies a + b \ne 3",
    r"a + b = 3 \implies a b \ne 1", r"a + b + c = 0 \implies a^3 + b^3 + c^3 \ne 3", "If $a^2 + b^2 = 1$, then $a + b < \\sqrt{2}$.",
    r"\cos a = 1 \implies a = 0", "If $\\cos z = 1$, then $z = 0$.", r"\sin a < 1", r"a^4 - 4 a^2 + 4 > 0",
    r"\frac{1}{a^4 - 14 a^2 + 49} > 0", r"\frac{1}{e^{2 a} - 4 e^a + 4} \ge 0", r"\frac{a^4 - 14 a^2 + 49}{a^4 - 14 a^2 + 49} = 1", r"0 < \frac{b^2 + 1}{1 - \sin a}",
    r"|a^3 - 5| + b^2 > 0", r"\max(a^3 - 5, 5 - a^3) > 0", r"e^{|a^3 - 5|} > 1", r"|a^3 - 5| > -|a^3 - 5|",
    r"(a^3 - 5)^2 + (b^3 - 2)^2 > 0", r"\sum_k (t_k^3 - 5)^2 \ne 0", r"\sum_k |t_k^3 - 5| > 0",
    r"\int_0^1 |r - z^3| \, dr > \frac{1}{4}", r"\frac{d}{da} \int_0^1 \max(h a, 0) \, dh = \frac{1}{2} 1_{a > 0}", r"\max_k |t_k^3 - 5| > 0", r"\sin(a + b) \cos(a - b) < 1", r"\max(|a^3 - 2|, |b^3 - 3|) > 0", r"(a b - 1)^2 + (a + b - 3)^2 > 0", r"\max(|a b - 2|, |a - b|) > 0",
]
TRUE = [
    r"a > 1 \implies \ln a > 0", r"a \ne 0 \implies \frac{a}{a} = 1", r"a > b > 0 \implies \ln a > \ln b", r"o_k^u \ge 0", r"|a|^u \ge 0", r"\rho^u \le 1 \text{ if } \rho \le 1",
    r"B = C \implies B^\top = C^\top", r"B = B^\top \implies B^\top B = B B", r"a + b = c \text{ and } b + z = h \implies c - h = a - z", r"\int_0^\infty \frac{1}{(1 + h)^2} \, dh = 1",
    r"\int_0^\infty e^{-u h} \, dh = \frac{1}{u}", "$a + 1 = 0$ if and only if $a = -1$.", "$e^a > 1$ exactly when $a > 0$.", "For $a > 0$ we have $a^2 = 1$ if and only if $a = 1$.",
    r"0 \le a \le 1 \text{ and } 0 \le b \le 1 \implies a b (1 - a) (1 - b) \le \frac{1}{16}", r"\frac{a b}{1 + a^2 + b^2} < \frac{1}{2}", r"|\tanh(a) - \tanh(b)| \le |a - b|",
    r"0 \le a \text{ and } 0 \le b \text{ and } 0 \le c \text{ and } a + b + c = 1 \implies a b + b c + c a \le \frac{1}{3}",
    r"a \ge 0 \text{ and } b \ge 0 \text{ and } a + 2 b \le 4 \text{ and } 3 a + b \le 6 \implies a + b \le 2.8", r"a \ge b \implies \max(0, a) \ge \max(0, b)",
    r"a + b = 10 \implies a b \le 25", r"a + b = 1 \implies a^4 + b^4 \ge \frac{1}{8}", r"0 \le a \le 7 \implies a^2 (7 - a) \le 50.9", r"a + b \le 1.42 \text{ if } a^2 + b^2 = 1", r"u b \le \frac{1}{4} \text{ if } u + b \le 1",
    r"|a| \le 1 \text{ if } a^2 + b^2 = 1", r"a^2 + b^2 = 1 \implies |a| \le 1", r"|a| < 1 \text{ if } a^2 + b^2 < 1", r"|a| \le 1 \qquad (|a| + |b| = 1)", r"a^2 + b^2 > 1 \text{ if } a + b > \sqrt{2}",
    r"a + b \le \pi \text{ if } a \le \frac{\pi}{2} \text{ and } b \le \frac{\pi}{2}", r"\frac{d}{da} |a^2 - 2| = 2 a \text{ if } a > \sqrt{2}", r"\frac{d}{da} \max(e^a, 3) = e^a \text{ if } e^a > 3",
    r"a b = 1 \implies a + b \ne 1", r"a + b = 3 \implies a^2 + b^2 \ge \frac{9}{2}", r"a + b + c = 0 \implies a^3 + b^3 + c^3 = 3 a b c", r"(a - 1)^2 (a^2 + 1)^2 \ge 0 \text{ with equality only if } a = 1",
    r"\max(0, \sin(a) - 1) = 0", r"\max(0, a^2 - 2) \max(0, 2 - a^2) = 0", r"\max(0, a^2 + b^2 - 50) \max(0, 50 - a^2 - b^2) = 0", r"-\ln u \le \frac{1}{u}", r"-u \ln u > 0 \text{ if } u < 1",
    "$a^3 - a$ is increasing in $a$ for $a > 0.58$.", "$a^3 - 3 a$ is increasing in $a$ for $a > 1$.", "$a^4 - a^2$ is convex in $a$ for $a \\ge 0.41$.", "$\\tanh a$ is convex in $a$ for $a \\le 0$.",
    r"\frac{z^3 - 7 z}{z^2 - 7} = z \quad (z^2 \ne 7)", r"\frac{1}{z^2 - 7} = -\frac{1}{7 - z^2}", r"\frac{1}{e^z - 2} - \frac{1}{e^z + 2} = \frac{4}{e^{2 z} - 4}",
    r"\frac{d}{dz} \max(2, z) = 1_{z > 2} \quad (z \ne 2)", r"\frac{z^2 - 9}{z - 3} = z + 3 \quad (z \ne 3)", r"\frac{d}{dz} \max(2, z) = 1 \quad (z > 2)",
    r"e^{|z - 700|} = \max(e^{z - 700}, e^{700 - z})", r"\max(e^z, e^a, e^{-400}) = \max(e^{-400}, \max(e^z, e^a))",
    r"\det(B C) = \det(B) \det(C)", r"\det(2 B) = 2^K \det(B)",
    r"\lim_{a \to 2^-} 1_{a \ge 2} = 0", r"\sqrt{u}^2 = u", r"a^2 + b^2 = 1 \implies a + b \le \sqrt{2}", r"-\sum_k m_k \ln m_k \le \ln K", r"N \ge 6 \text{ if } N > 5",
    r"\max(a, b) = a \text{ if } a \ge b", r"\sum_k |m_k - v_k| < 2", r"\sum_k |o_k - w_k| \le 2",
    r"\lim_{K \to \infty} \left(1 + \frac{a}{K}\right)^K = e^a", r"\sum_{i<j} t_i t_j = \frac{1}{2} \sum_{i \ne j} t_i t_j",
    r"\sum_{1 \le i < j \le K} (t_i - t_j)^2 = K \sum_i t_i^2 - \Bigl(\sum_i t_i\Bigr)^2", "- $a^2 + 3 = 3$ at the origin, where $a = 0$",
    "It is not true that $a^2 > 5$.", "It is not true that $a^2 < 0$ for some $a$.", "The maximum of $2 a - a^2$ is at $a = 1$.",
    r"The relation $e^a > 1 + a$ does not hold for $a = 0$.", r"\sum_{i \ne j} m_i = 1 - m_j",
    r"\delta_{pq} \delta_{qr} a = \delta_{pq} \delta_{qr} \delta_{pr} a", r"a = 3 \text{ if } a^2 = 9 \text{ and } a > 0", r"a^2 + 1 > 0",
    r"(b - c) (b + c) = 0 \text{ if } b^2 = c^2", r"\sum_k m_k^2 \ne 2", r"B C = (C B)^\top \text{ if } C = C^\top \text{ and } B = B^\top",
    r"|a^3 - 5| \ge 0", r"|a^2 + 1| > 0", r"|a^3 - 5| + |a^3 - 6| > \frac{1}{2}", r"\sum_k (t_k^3 - 5)^2 \ge 0", r"a^2 + |b| + 10^{-9} > 0", r"\frac{1}{a^4 - 14 a^2 + 50} > 0", r"\frac{1}{1 + |a|} \le 1", r"\frac{1}{a^4 - 14 a^2 + 49} > 0 \text{ if } a > 3", r"a^0 = 1",
    r"e^{-a^2} > 0", r"\cos h = 1 + O(h^2)", r"\ln(1 + h) = h - \frac{h^2}{2} + O(h^3)", r"h^2 \sqrt{1 + |h|} = O(h^2)", r"1_{a \ge b} = 1 - 1_{a < b}",
    r"(a - 1)^2 + (b - 2)^2 \ge 0", r"\sin(a) \sin(b) \le 1", r"\cos a = 1 \implies \sin a = 0", r"\ln(u b^2) = \ln u + 2 \ln|b| \text{ if } b \ne 0", r"\cos a < 1 + 10^{-9}",
    r"\alpha - \beta \le 1", r"\rho + (z - 3)^2 \ge 0", r"a b = 6 \implies a + b \ne 4", r"\frac{d}{da} |2 a - 1| = 2 \text{ if } a > \frac{1}{2}", r"\frac{d}{da} \int_0^1 \max(h a, 0) \, dh = \frac{1}{2} \text{ if } a > 0",
    "$a^2 \\ge 0$ with equality only at $a = 0$.", "The value $a^2$ is not negative.", r"a b \le \frac{1}{6} \text{ if } 0 \le a \le \frac{1}{2} \text{ and } 0 \le b \le \frac{1}{3}",
    r"a^2 + b^2 + 4 + 10^{-9} > a b + 2 a + 2 b", r"(a b - 1)^2 + (a + b - 1)^2 > 0", r"\max(|a|, |a - 1|) > 0", r"(u b - 1)^2 + (u + b + 3)^2 > 0",
]  # fmt: skip


@pytest.mark.parametrize("formula", [formula for group in FALSE.values() for formula in group])
def test_what_is_false_is_refuted(formula):
    assert kinds(formula) & {"false", "sentence"}


@pytest.mark.parametrize("formula", UNDECIDED)
def test_where_two_sides_touch_nothing_is_proved(formula):
    assert kinds(formula) == {"undecided"}


@pytest.mark.parametrize("formula", TRUE)
def test_what_is_true_beside_it_passes(formula):
    assert not kinds(formula)


DEFINED = "x, y : real\nz : real\nL := x^2\ns := x + y\na := \\frac{1}{1 + e^{-z}}\nb := 1 - a"


@pytest.mark.parametrize("formula", [
    r"x = 2 \implies L = 4", r"L = 1 \implies |x| < 2", r"x = y \implies s = 2 x", r"s = 0 \iff x = -y", r"z = 0 \implies a = \frac{1}{2}", r"a = \frac{1}{2} \implies a = b", r"z = 0 \iff a = b",
])  # fmt: skip
def test_a_defined_name_keeps_its_definition_in_a_connective(formula):
    assert not kinds(formula, DEFINED)


@pytest.mark.parametrize("formula", [r"x = 2 \implies L = 5", r"x = y \implies s = 3 x", r"z = 1 \iff a = b", r"L = 1 \implies |x| < 1"])
def test_what_does_not_follow_from_a_definition_is_refuted(formula):
    assert kinds(formula, DEFINED) == {"false"}


def test_premises_that_only_zeros_and_ones_meet_check_little():
    assert kinds(r"B B^\top = C C^\top \implies B = C") == {"condition"}


def test_a_proof_that_skips_assignments_is_none():
    formula = r"\sum_{i=1}^{p} \delta_{qr} \delta_{s 1} = \delta_{s 1} \sum_{i=1}^{p} \delta_{qr}"
    text = f"$$\n{formula}\n$$\n\n```notation\nsize N = 6\nindex i, p, q, r, s : N\n```\n"
    assert [link.status for link in check_text(text).links] == ["tested"]


def test_a_condition_that_only_special_points_are_found_to_meet_is_refused():
    assert kinds(r"a b = 0 \text{ if } \max(a, b) + \max(-a, -b) + (a - b)^2 (a + b)^2 + \sin(b)^2 = 0") == {"condition"}
