"""How long the functions of snippets/ that take classes need, and how much memory: part of ``make benchmark``.

Four examples of 50257 classes, the size of a language model's vocabulary. The aim is 50 ms, and 10 times the memory of
the logits; seconds depend on the machine, memory does not, and tests/snippets/test_softmax.py bounds it.
"""

import time
import tracemalloc

import numpy as np

from snippets import cross_entropy, relu_losses, softmax

EXAMPLES, CLASSES, REPEATS = 4, 50257, 9


def arguments(kind) -> dict:
    rng = np.random.default_rng(0)
    z = rng.normal(size=(EXAMPLES, CLASSES)).astype(kind)
    y = np.zeros_like(z)
    y[:, 7] = 1
    p = (1 + rng.integers(0, 2, (EXAMPLES, CLASSES))).astype(kind)
    p /= p.sum(axis=1, keepdims=True)
    return {
        softmax.softmax: (z,), softmax.log_sum_exp: (z,), softmax.log_softmax: (z,),
        softmax.cross_entropy_with_logits: (z, y), softmax.softmax_cross_entropy_gradient: (z, y),
        softmax.softmax_hessian_vector_product: (z, y),
        cross_entropy.entropy: (p,), cross_entropy.cross_entropy: (p, p), cross_entropy.kl_divergence: (p, p[::-1]),
        relu_losses.normalised_relu: (z,), relu_losses.generalised_kl_divergence: (p, p[::-1]),
    }


def memory(function, given) -> int:
    """Return the bytes that a call holds at its peak, beside its arguments."""
    tracemalloc.start()
    function(*given)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def seconds(function, given) -> float:
    """Return the least time of some calls: the others waited for something else."""
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        function(*given)
        found.append(time.perf_counter() - started)
    return min(found)


def main() -> None:
    print(f"{EXAMPLES} x {CLASSES} classes                  {'float64':>16} {'float32':>20}")
    columns = [arguments(kind) for kind in (np.float64, np.float32)]
    for function in columns[0]:
        cells = [
            f"{1000 * seconds(function, column[function]):7.1f} ms {memory(function, column[function]) / column[function][0].nbytes:4.1f} x input"
            for column in columns
        ]
        print(f"{function.__name__:32} {'  '.join(cells)}")


if __name__ == "__main__":
    main()
