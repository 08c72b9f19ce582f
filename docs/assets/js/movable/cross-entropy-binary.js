// docs/cross-entropy.md: what lies above the entropy is the divergence, as long as the outputs sum to 1.
{
  const { crossEntropy, entropy, divergence } = mathematics
  const { slider, toggle, action, number, short, size, text, line, bar, dot, plot, letterInHtml } = movable

  const p = [0.3, 0.7]
  const summed = { q1: [0.01, 0.99], q2: [0.01, 0.99] }
  const free = { q1: [0.01, 4], q2: [0.01, 4] }
  const values = state => {
    const q = [state.q1, state.q2]
    const [least, total] = [entropy(p), crossEntropy(p, q)]
    return { least, total, above: state.free ? total - least : divergence(p, q) }
  }

  const tell = state => {
    const { above } = values(state)
    if (!state.free)
      return Math.abs(state.q1 - p[0]) < 1e-9 ? "The output is the truth: the divergence is 0, and the cross-entropy is the entropy, its least value."
        : `The output gives the first outcome ${number(state.q1, 2)} instead of ${p[0]}: that costs ${size(above)} nats more than the entropy.`
    const total = state.q1 + state.q2
    const apart = divergence(p, [state.q1 / total, state.q2 / total])
    const sum = Math.abs(total - 1) < 1e-9 ? "The outputs add up to 1. " : `The outputs add up to ${short(total)}, which ${total > 1 ? "takes off" : "adds"} ${size(Math.log(total))} nats. `
    const shares = apart < 1e-9 ? "Their proportions are the truth" : `Their proportions differ from the truth by ${size(apart)} nats`
    const place = Math.abs(above) < 0.0005 ? "about as large as the entropy" : `${size(above)} nats ${above < 0 ? "below" : "above"} the entropy`
    return `${sum}${shares}: the cross-entropy is ${place}. Doubling both outputs takes off ln 2.`
  }

  const draw = (state, width) => {
    const { least, total } = values(state)
    const right = state.free ? 4 : 1
    const { X, Y, of, ticks } = plot([38, 12, width - 10, 218], [0, right], [-2, 3])
    const x = X(state.q1)
    let svg = ticks([0, 1, 2, 3, 4].filter(tick => tick <= right), [-2, -1, 0, 1, 2, 3])
    svg += of(q => crossEntropy(p, [q, state.free ? state.q2 : 1 - q]), "loss thick", 0.001, right - 0.001)
    svg += line(38, Y(least), width - 10, Y(least), "y dashed")
    svg += x < 150 ? text(width - 16, Y(least) + 19, "entropy H(p)", "y", "end") : text(46, Y(least) + 19, "entropy H(p)", "y", "start")
    svg += bar(x - 9, Y(0), 18, Y(least) - Y(0), "y")
    svg += bar(x - 4, Y(least), 8, Y(total) - Y(least), total < least ? "wrong" : "loss")
    svg += dot(x, Y(total), total < least ? "wrong" : "loss")
    svg += text(X(p[0]), Y(0) + 20, "p = 0.3", "y") + line(X(p[0]), Y(0), X(p[0]), Y(0) + 5, "ink")
    return svg + text(width / 2, 28, "cross-entropy H(p, q)", "loss") + text(width / 2, 259, "output q for the first outcome")
  }

  movable("cross-entropy-binary", {
    label: "The cross-entropy as a curve, and at the output a bar: the entropy, and on it the divergence.",
    height: () => 264,
    start: { q1: 0.75, q2: 0.25, free: false, limits: summed },
    controls: [
      slider("q1", { name: letterInHtml("q", 1, "a"), label: "output for the first outcome", min: 0.01, max: 0.99, step: 0.01, digits: 2 }),
      slider("q2", { name: letterInHtml("q", 2, "a"), label: "output for the second outcome", min: 0.01, max: 0.99, step: 0.01, digits: 2 }),
      toggle("free", "the outputs need not sum to 1"),
      action("double both outputs", state => {
        const factor = state.q1 + state.q2 < 1e6 ? 2 : 1
        Object.assign(state, { free: true, limits: free, q1: factor * state.q1, q2: factor * state.q2 })
      }),
    ],
    settle: (state, key) => {
      if (key === "free" && !state.free) [state.q1, state.q2] = [state.q1, state.q2].map(q => q / (state.q1 + state.q2))
      state.limits = state.free ? free : summed
      if (state.free) return
      if (key === "q2") state.q1 = 1 - state.q2
      else state.q2 = 1 - state.q1
    },
    draw,
    readout: state => {
      const { least, total, above } = values(state)
      const name = state.free ? "difference" : "divergence"
      return (
        `<span><span class="y">entropy ${number(least, 3)}</span> + <span class="loss">${name} ${number(above, 3)}</span></span>` +
        `<span class="${total < least ? "wrong" : "loss"}">= cross-entropy ${number(total, 3)} nats</span>`
      )
    },
    tell,
    say: state => {
      const { least, total, above } = values(state)
      return `Entropy ${number(least, 3)}, divergence ${number(above, 3)}, cross-entropy ${number(total, 3)} nats.`
    },
  })
}
