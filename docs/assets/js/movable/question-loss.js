// docs/question.md: the loss of a ReLU output at z for the target y, as a real function and as float64 computes it.
{
  const { reluCrossEntropy, reluCrossEntropyGradient, reluCrossEntropyExact, reluCrossEntropyGradientExact } = mathematics
  const { binaryCrossEntropyWithLogits, matchingLoss } = mathematics
  const { slider, action, number, text, bar, dot, plot, letter, letterInHtml } = movable

  const columns = ["z < 0", "0", "0 to 1", "1", "z > 1"]
  const rows = ["y = 0", "between", "y = 1"]
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
    const left = 72
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
    svg += text(left + 8, 154, "ReLU", "loss", "start")
    svg += of(x => binaryCrossEntropyWithLogits(x, y), "a") + of(x => matchingLoss(x, y) + (y * y) / 2, "right dashed")
    svg += text(width - 8, 154, "sigmoid", "a", "end") + text(width - 8, 174, "matching loss", "right", "end")
    const exact = x => reluCrossEntropyExact(x, y)
    for (const [from, to] of [[-1, 0], [1e-6, 1 - 1e-6], [1, 2]]) svg += of(exact, "loss thick", from, to)
    const value = exact(z)
    if (Number.isNaN(value)) svg += text(X(z), 296, "no real number", "wrong strong", z > 1.3 ? "end" : "middle")
    else if (value > 3) svg += text(X(z), 150, "↑", "wrong strong") + dot(X(z), Y(3), "wrong")
    else svg += dot(X(z), Y(value), value < 0 ? "wrong" : "loss")
    return svg
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
        written("float64", number(loss, 3), number(slope, 3)) +
        (state.ended ? `<span class="wrong">the step makes ${letterInHtml("z")} infinite or NaN</span>` : "")
      )
    },
    say: state => {
      const { loss, slope, exactLoss, exactSlope } = values(state)
      return (
        `Exact loss ${number(exactLoss, 3)}, derivative ${number(exactSlope, 3)}; in float64 ${number(loss, 3)} and ${number(slope, 3)}.` +
        (state.ended ? " The step leaves no finite z." : "")
      )
    },
  })
}
