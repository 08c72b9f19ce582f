// docs/question.md: the loss of a ReLU output at z for the target y, as a real function and as float64 computes it.
{
  const { reluCrossEntropy, reluCrossEntropyGradient, reluCrossEntropyExact, reluCrossEntropyGradientExact } = mathematics
  const { binaryCrossEntropyWithLogits, matchingLoss } = mathematics
  const { slider, action, number, short, text, line, bar, dot, plot, letter, letterInHtml } = movable

  const columns = ["z < 0", "0", "0 to 1", "1", "z > 1"]
  const rows = ["y = 0", "0 to 1", "y = 1"]
  const cells = [
    ["0", "0", "finite", "+∞", "not real"],
    ["+∞", "+∞", "finite", "+∞", "not real"],
    ["+∞", "+∞", "finite", "0", "< 0"],
  ]
  const fine = cell => cell === "0" || cell === "finite"
  const column = z => (z < 0 ? 0 : z === 0 ? 1 : z < 1 ? 2 : z === 1 ? 3 : 4)
  const row = y => (y === 0 ? 0 : y < 1 ? 1 : 2)
  const values = ({ z, y }) => ({
    loss: reluCrossEntropy(z, y), slope: reluCrossEntropyGradient(z, y),
    exactLoss: reluCrossEntropyExact(z, y), exactSlope: reluCrossEntropyGradientExact(z, y),
  })

  const draw = (state, width) => {
    const { z, y } = state
    const left = 54
    const wide = (width - left) / 5
    let svg = ""
    columns.forEach((name, k) => (svg += text(left + wide * (k + 0.5), 14, name)))
    rows.forEach((name, r) => {
      svg += text(left - 6, 42 + 32 * r, name, "y", "end")
      cells[r].forEach((cell, k) => {
        const on = r === row(y) && k === column(z)
        svg += bar(left + wide * k + 2, 24 + 32 * r, wide - 4, 27, `cell ${fine(cell) ? "right" : "wrong"}${on ? " on" : ""}`)
        svg += text(left + wide * (k + 0.5), 43 + 32 * r, cell)
      })
    })
    const box = [left, 136, width - 8, 306]
    const { X, Y, of, ticks } = plot(box, [-1, 2], [-1, 3])
    svg += ticks([-1, 0, 1, 2], [-1, 0, 1, 2, 3]) + text(X(0.5), 327, letter("z"))
    // a name with a piece of its curve
    const named = (end, y, name, kind) => line(end - 30, y - 5, end, y - 5, kind) + text(end - 36, y, name, kind.split(" ")[0], "end")
    svg += named(width - 8, 154, "ReLU", "loss thick") + named(width - 8, 174, "sigmoid", "a") + named(width - 8, 194, "matching loss", "right dashed")
    svg += of(x => binaryCrossEntropyWithLogits(x, y), "a") + of(x => matchingLoss(x, y) + (y * y) / 2, "right dashed")
    const exact = x => reluCrossEntropyExact(x, y)
    for (const [from, to] of [[-1, 0], [1e-6, 1 - 1e-6], [1, 2]]) svg += of(exact, "loss thick", from, to)
    const value = exact(z)
    if (Number.isNaN(value)) svg += text(X(z), 296, "no real number", "wrong strong", z > 1.3 ? "end" : "middle")
    else if (value > 3) svg += text(X(z), 150, "↑", "wrong strong") + dot(X(z), Y(3), "wrong")
    else svg += dot(X(z), Y(value), value < 0 ? "wrong" : "loss")
    return svg
  }

  const tell = ({ z, y, ended }) => {
    const { slope, loss, exactLoss } = values({ z, y })
    const float = Number.isNaN(loss) && !Number.isNaN(exactLoss) ? ` In float64, 0 · ln ${z > 1 ? "of a negative number" : "0"} gives NaN.` : ""
    const kept = ended ? " The step has no finite end, so z stays." : ""
    return `${situation(z, y, slope)}${float}${kept}`
  }
  const situation = (z, y, slope) => {
    if (z > 1 && y < 1) return "The output is above 1, and ln(1 − a) is no real number."
    if (z > 1) return "The output is past the target and the loss below 0: each step leads further away, and the loss falls without end."
    if (z === 1) return y < 1 ? "The output is 1, and ln(1 − a) makes the loss infinite." : "The output is the target and the loss 0, but the slope is −1: a step goes past the target."
    if (z <= 0 && y > 0) return "The ReLU gives 0, and ln a makes the loss infinite: no derivative leads back."
    if (z < 0) return "The ReLU gives 0, which is the target: the loss is 0, and so is its slope."
    if (z === 0) return "The ReLU gives 0, which is the target: the loss is 0, but it has no derivative at the kink."
    if (z === y) return "The output is the target: the loss is at its least, and its slope is 0."
    const past = Math.sign(z - slope - y) === -Math.sign(z - y)
    return `The output is ${z < y ? "below" : "above"} the target: a step with rate 1 ${z < y ? "raises" : "lowers"} z by ${short(Math.abs(slope))}${past ? ", past the target" : ""}.`
  }

  const written = (name, loss, slope, missing) =>
    `<span>${name}: <span class="loss">loss ${loss}</span>, <span class="gradient">derivative ${missing ?? slope}</span></span>`

  movable("question-loss", {
    label: "The cases of the loss as a table in which the present one is lit, and the loss as a curve with a dot at z.",
    height: () => 334,
    start: { z: 0.5, y: 1, ended: false },
    controls: [
      slider("z", { name: letterInHtml("z"), label: "z", min: -1, max: 2, step: 0.05, digits: 2 }),
      slider("y", { name: letterInHtml("y"), label: "target y", min: 0, max: 1, step: 0.05, digits: 2 }),
      action("one step of descent", state => {
        const z = state.z - reluCrossEntropyGradient(state.z, state.y)
        state.ended = !Number.isFinite(z)
        if (!state.ended) state.z = z
      }),
    ],
    settle: (state, key) => {
      if (key) state.ended = false
    },
    draw,
    readout: state => {
      const { loss, slope, exactLoss, exactSlope } = values(state)
      return (
        written("exact", Number.isNaN(exactLoss) ? "no real number" : number(exactLoss, 3), number(exactSlope, 3), Number.isNaN(exactSlope) ? "none" : null) +
        written("float64", number(loss, 3), number(slope, 3))
      )
    },
    tell,
    say: state => {
      const { loss, slope, exactLoss, exactSlope } = values(state)
      return `Exact loss ${number(exactLoss, 3)}, derivative ${number(exactSlope, 3)}; in float64 ${number(loss, 3)} and ${number(slope, 3)}.`
    },
  })
}
