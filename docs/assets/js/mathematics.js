// What the figures one can move compute with: the functions of snippets/, operation by operation, for one example.
// No document is touched here; tests/site/test_movable.py runs this file and compares each function with NumPy.
globalThis.mathematics = (() => {
  const sum = x => x.reduce((total, value) => total + value, 0)
  const largest = x => x.indexOf(Math.max(...x))

  // snippets/sigmoid.py
  const sigmoid = z => {
    const small = Math.exp(-Math.abs(z))
    return (z >= 0 ? 1 : small) / (1 + small)
  }
  const sigmoidDerivative = z => sigmoid(z) * sigmoid(-z)
  const softplus = z => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
  const binaryCrossEntropyWithLogits = (z, y) =>
    (1 - y) * Math.max(z, 0) + y * Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
  const binaryCrossEntropyGradient = (z, y) => (1 - y) * sigmoid(z) - y * sigmoid(-z)

  // snippets/softmax.py; a vector is an array
  const shifted = z => {
    const M = Math.max(...z)
    const gap = z.map(value => value - M)
    const lost = z.map((value, k) => {
      const back = gap[k] - value
      const rest = value - (gap[k] - back) - (M + back)
      return Number.isFinite(rest) ? rest : 0
    })
    const e = gap.map((value, k) => Math.exp(value) + Math.exp(value) * lost[k])
    return { M, gap, lost, e }
  }
  const rest = x => {
    const at = largest(x)
    return sum(x.map((value, k) => (k === at ? 0 : value)))
  }
  const others = x => x.map(value => rest(x) + (Math.max(...x) - value))
  const softmax = z => {
    const { e } = shifted(z)
    return e.map(value => value / (1 + rest(e)))
  }
  const logSumExp = z => {
    const { M, e } = shifted(z)
    return M + Math.log1p(rest(e))
  }
  const crossEntropyWithLogits = (z, y) => {
    const { gap, lost, e } = shifted(z)
    return sum(y.map((target, k) => (target > 0 ? target * (0 - (gap[k] - (Math.log1p(rest(e)) - lost[k]))) : 0)))
  }
  const softmaxCrossEntropyGradient = (z, y) => {
    const p = softmax(z)
    const [ofTargets, ofOutputs] = [others(y), others(p)]
    return p.map((value, k) => value * ofTargets[k] - y[k] * ofOutputs[k])
  }

  // snippets/cross_entropy.py; q need not sum to 1
  const crossEntropy = (p, q) => -sum(p.map((value, k) => (value > 0 ? value * Math.log(q[k]) : 0))) + 0
  const entropy = p => crossEntropy(p, p)
  // snippets/relu_losses.py, generalised_kl_divergence
  const near = (p, a) => {
    const difference = p - a
    const s = difference / Math.max(p / 2 + a / 2, Number.MIN_VALUE) / 2
    let series = 0
    for (let n = 53; n > 1; n -= 2) series = series * s * s + 1 / n
    return difference * s * (1 + (s + s * s) * series)
  }
  const far = (p, a) => {
    const ratio = p / (a + 0)
    let logarithm = Math.log(ratio >= 2 ** -1022 ? ratio : 2 ** -1022)
    if (!Number.isFinite(logarithm)) logarithm = Math.log(p) - Math.log(a)
    return p * logarithm + (a - p)
  }
  const divergence = (p, q) =>
    sum(p.map((value, k) => (value / 3 < q[k] && q[k] / 3 < value ? near(value, q[k]) : far(value, q[k]))))

  // snippets/relu.py and snippets/question.py
  const relu = z => Math.max(z, 0)
  const reluCrossEntropy = (z, y) => {
    const a = relu(z)
    return -(y * Math.log(a) + (1 - y) * Math.log(1 - a))
  }
  const reluCrossEntropyGradient = (z, y) => {
    const a = relu(z)
    return -(y / a - (1 - y) / (1 - a)) * (z > 0 ? 1 : 0)
  }
  // snippets/relu_losses.py
  const matchingLoss = (z, y) => z * (relu(z) / 2 - y) + 0
  // the cross-entropy of a ReLU output and its slope as real functions, with 0 ln 0 = 0: infinite where the loss is, NaN where it is no real number or has no derivative
  const reluCrossEntropyExact = (z, y) => {
    const term = (weight, x) => (weight === 0 ? 0 : x < 0 ? NaN : -weight * Math.log(x))
    return term(y, relu(z)) + term(1 - y, 1 - relu(z))
  }
  const reluCrossEntropyGradientExact = (z, y) => {
    if (z < 0) return y === 0 ? 0 : NaN
    if (z === 0) return NaN
    if (y === 1) return -1 / z
    return z < 1 ? (z - y) / (z * (1 - z)) : NaN
  }

  // snippets/network.py for one example x; W1 and W2 are arrays of rows
  const linear = (x, W, b) => b.map((bias, j) => sum(x.map((value, i) => value * W[i][j])) + bias)
  const forward = ({ W1, b1, W2, b2 }, x) => {
    const z1 = linear(x, W1, b1)
    const a1 = z1.map(relu)
    return { z1, a1, z2: linear(a1, W2, b2) }
  }
  const backward = (parameters, x, y) => {
    const { z1, a1, z2 } = forward(parameters, x)
    const d2 = softmaxCrossEntropyGradient(z2, y)
    const d1 = z1.map((value, j) => sum(d2.map((delta, k) => delta * parameters.W2[j][k])) * (value > 0 ? 1 : 0))
    const outer = (left, right) => left.map(value => right.map(other => value * other))
    return { d1, d2, W1: outer(x, d1), b1: d1, W2: outer(a1, d2), b2: d2 }
  }

  // snippets/floating_point.py, and sigma(z) - 1 as written
  const softplusNaive = z => Math.log(1 + Math.exp(z))
  const errorNaive = z => 1 / (1 + Math.exp(-z)) - 1

  // Exact values as integers, in units of 2^-256: far below the last digit of what the figure shows, for |z| <= 60.
  const ONE = 1n << 256n
  const fixed = x => BigInt(x * 2 ** 160) << 96n // exact for 0 and for |x| >= 2^-108
  const times = (x, y) => (x * y) >> 256n
  const over = (x, y) => (x << 256n) / y
  const exponential = x => {
    const small = x >> 12n // e^x is the 4096th power of e^small
    let [total, term] = [ONE, ONE]
    for (let n = 1n; n < 40n; n++) total += term = times(term, small) / n
    for (let n = 0; n < 12; n++) total = times(total, total)
    return total
  }
  const logarithmOfOnePlus = x => {
    const s = over(x, 2n * ONE + x) // ln(1 + x) = 2 artanh(x / (2 + x)), and s <= 1/3
    let [total, power] = [0n, s]
    for (let n = 1n; n < 170n; n += 2n) {
      total += power / n
      power = times(power, times(s, s))
    }
    return 2n * total
  }
  const exactSoftplus = z => (z > 0 ? fixed(z) : 0n) + logarithmOfOnePlus(exponential(-fixed(Math.abs(z))))
  const exactError = z => {
    const small = exponential(-fixed(Math.abs(z)))
    return -over(z >= 0 ? small : ONE, ONE + small)
  }
  const size = x => (x < 0n ? -x : x)
  // |computed - exact| in units of the last place of the exact value
  const ulps = (computed, exact) => {
    const exponent = size(exact).toString(2).length - 257
    return Number(size(fixed(computed) - exact)) / 2 ** (exponent + 256 - 52)
  }
  // how many of the first `digits` decimal digits are right: the error is at most half a unit of the last of them
  const rightDigits = (computed, exact, digits) => {
    if (computed === 0) return 0
    const decade = Number(computed.toExponential().split("e")[1])
    const error = 2n * size(fixed(computed) - exact)
    let right = 0
    while (right < digits) {
      const place = decade - right
      const unit = place >= 0 ? ONE * 10n ** BigInt(place) : ONE / 10n ** BigInt(-place)
      if (error > unit) break
      right++
    }
    return right
  }

  return {
    sum, sigmoid, sigmoidDerivative, softplus, binaryCrossEntropyWithLogits, binaryCrossEntropyGradient,
    softmax, logSumExp, crossEntropyWithLogits, softmaxCrossEntropyGradient,
    crossEntropy, entropy, divergence, relu, reluCrossEntropy, reluCrossEntropyGradient,
    reluCrossEntropyExact, reluCrossEntropyGradientExact, matchingLoss, forward, backward,
    softplusNaive, errorNaive, exactSoftplus, exactError, ulps, rightDigits,
  }
})()
