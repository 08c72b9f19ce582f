// docs/softmax.md: three logits and a target; each step of descent moves a logit by -(p - y).
{
  const { softmax, softmaxCrossEntropyGradient, crossEntropyWithLogits } = mathematics
  const { slider, choice, action, number, size, listed, text, line, bar, arrow, letter, letterInHtml } = movable

  const classes = [0, 1, 2]
  const logits = state => [state.z1, state.z2, state.z3]
  const target = state => classes.map(k => Number(k === state.target))
  const values = state => {
    const [z, y] = [logits(state), target(state)]
    return { y, p: softmax(z), gradient: softmaxCrossEntropyGradient(z, y), loss: crossEntropyWithLogits(z, y) }
  }

  const draw = (state, width, narrow) => {
    const { p, y, gradient } = values(state)
    const [top, base] = [30, 180]
    const height = base - top
    const bars = narrow ? 26 : 48
    let svg = ""
    for (const level of [0, 1]) svg += line(20, base - level * height, width, base - level * height) + text(8, base - level * height + 5, level)
    svg += text(width, 16, "arrow: where a step takes the logit", "gradient", "end")
    for (const k of classes) {
      const left = 24 + ((width - 24) * k) / 3
      const middle = left + (width - 24) / 6
      const from = middle - bars - (narrow ? 14 : 24)
      svg += bar(from, base, bars, -height * p[k], "a")
      svg += bar(from + bars + 4, base, bars, -height * y[k], "y hollow")
      svg += bar(from + bars + 4, top, bars, height, "place", `data-set="target" data-value="${k}"`)
      const at = from + 2 * bars + (narrow ? 22 : 40)
      svg += line(at - 12, base - height / 2, at + 12, base - height / 2, "ink")
      svg += arrow(at, base - height / 2, base - height / 2 + (gradient[k] * height) / 2, "gradient")
      svg += text(middle, base + 22, `class ${k + 1}`, "ink strong")
      svg += text(middle, base + 43, `<tspan class="a">${number(p[k], 3)}</tspan> − <tspan class="y">${y[k]}</tspan>`)
      svg += text(middle, base + 64, `= ${number(gradient[k], 3)}`, "gradient strong")
    }
    return svg + text(24, 16, `<tspan class="a">${letter("p")}</tspan>, <tspan class="y">${letter("y")}</tspan>`, "ink", "start")
  }

  const tell = state => {
    const { gradient } = values(state)
    const z = logits(state)
    const best = classes.filter(k => z[k] === Math.max(...z))
    const target = `class ${state.target + 1}`
    const verdict = best.length > 1 ? `Classes ${listed(best.map(k => k + 1))} have the same, largest probability`
      : best[0] === state.target ? `The target, ${target}, has the largest probability`
      : `Class ${best[0] + 1} has the largest probability, but ${target} is the target`
    const others = classes.filter(k => k !== state.target).map(k => `class ${k + 1} down by ${size(gradient[k])}`)
    return `${verdict}. A step pushes ${listed([`${target} up by ${size(gradient[state.target])}`, ...others])}.`
  }

  movable("softmax-gradient", {
    label: "For each class a bar for the probability, a bar for the target, and an arrow against the gradient.",
    height: () => 250,
    start: { z1: 2, z2: 1, z3: 0, target: 1 },
    controls: [
      ...classes.map(k =>
        slider(`z${k + 1}`, {
          name: letterInHtml("z", k + 1), label: `logit of class ${k + 1}`, min: -4, max: 4, step: 0.1, digits: 2,
        })
      ),
      choice("target", "target", classes.map(k => [k, `class ${k + 1}`])),
      action("one step of descent", state => {
        const { gradient } = values(state)
        for (const k of classes) state[`z${k + 1}`] -= gradient[k]
      }),
    ],
    draw,
    readout: state => {
      const { gradient, loss } = values(state)
      const total = mathematics.sum(gradient)
      return (
        `<span class="loss">loss ${number(loss, 3)} nats</span> ` +
        `<span class="gradient">the three ${letterInHtml("p", undefined, "a")} − ${letterInHtml("y")} add up to ${number(total, 3)}</span>`
      )
    },
    tell,
    say: state => {
      const { p, gradient, loss } = values(state)
      const list = numbers => numbers.map(value => number(value, 3)).join(", ")
      return `Probabilities ${list(p)}; p minus y: ${list(gradient)}; loss ${number(loss, 3)} nats.`
    },
  })
}
