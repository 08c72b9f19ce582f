// docs/network.md: the example of the page through a network of 2, 2 and 2 units, forward and back.
{
  const { forward, backward, softmax, crossEntropyWithLogits } = mathematics
  const { slider, choice, action, number, size, text, letter, letterInHtml } = movable

  const target = state => [0, 1].map(k => Number(k === state.target))
  const parameters = ({ W1, b1, W2, b2, bias }) => ({ W1, b1: [b1[0], bias], W2, b2 })
  const values = state => {
    const [x, y] = [[state.x1, state.x2], target(state)]
    const went = forward(parameters(state), x)
    const { d1, d2, W1, W2 } = backward(parameters(state), x, y)
    return { x, ...went, p: softmax(went.z2), loss: crossEntropyWithLogits(went.z2, y), d1, d2, W1, W2 }
  }

  const draw = (state, width, narrow) => {
    const { x, z1, a1, p, d1, d2, W1, W2 } = values(state)
    const edge = narrow ? 36 : 110
    const columns = [edge, width / 2, width - edge]
    const top = 52
    const rows = [0, 1].map(row => top + 112 * row)
    let svg = ""
    for (const [left, slopes] of [W1, W2].entries())
      slopes.forEach((line, i) =>
        line.forEach((slope, j) => {
          const kind = slope === 0 ? "faint dashed" : "gradient"
          const thick = slope === 0 ? 1.5 : 0.8 + 6 * Math.min(Math.abs(slope), 1)
          svg += `<line x1="${columns[left]}" y1="${rows[i]}" x2="${columns[left + 1]}" y2="${rows[j]}" class="${kind}" style="stroke-width:${thick}"/>`
        })
      )
    const unit = (column, row, value, kind, name, delta, off) => {
      const [at, y] = [columns[column], rows[row]]
      svg += `<circle cx="${at}" cy="${y}" r="25" class="unit ${off ? "off" : kind}"/>`
      svg += text(at, y + 5, number(value, 2), off ? "ink" : kind) + text(at, y - 31, letter(name, row + 1), `${kind} halo`)
      if (delta !== undefined)
        svg += text(at, y + 42, `${letter("δ")} ${number(delta, 3)}${off ? ", off" : ""}`, `${off ? "wrong" : "gradient"} halo strong`)
    }
    x.forEach((value, row) => unit(0, row, value, "ink", "x"))
    a1.forEach((value, row) => unit(1, row, value, "a", "a", d1[row], z1[row] <= 0))
    p.forEach((value, row) => unit(2, row, value, "a", "p", d2[row]))
    return svg
  }

  const tell = state => {
    const { x, z1, d2 } = values(state)
    const target = state.target
    const goal = `The score of class ${target + 1}, the target, is pushed up by ${size(d2[target])}, that of class ${2 - target} down by as much. `
    const off = z1.flatMap((z, row) => (z <= 0 ? [row] : []))
    const kink = off.some(row => z1[row] === 0) ? " At exactly 0 the code takes the slope 0." : ""
    const blind = x.includes(0) && off.length < 2 ? " A feature that is 0 gives its weights no gradient." : ""
    if (off.length === 2) return `${goal}Both hidden units are off: nothing passes, and only the last biases have a gradient.${kink}`
    if (off.length) return `${goal}Hidden unit ${off[0] + 1} is off: its error is 0, and no weight into it or out of it has a gradient.${kink}${blind}`
    return `${goal}Both hidden units are on: the errors come back to each through its weights.${blind}`
  }

  movable("network-graph", {
    label: "A graph of two inputs, two hidden units and two outputs, with the value and the error of each unit.",
    height: () => 216,
    start: {
      x1: 1, x2: 2, bias: 0, target: 1,
      W1: [[1, 1], [0.5, -1]], b1: [0, 0], W2: [[1, 0], [0.5, 1]], b2: [0, 0],
    },
    controls: [
      slider("x1", { name: letterInHtml("x", 1, "ink"), label: "first input", min: -3, max: 3, step: 0.1, digits: 1 }),
      slider("x2", { name: letterInHtml("x", 2, "ink"), label: "second input", min: -3, max: 3, step: 0.1, digits: 1 }),
      slider("bias", { name: "bias of unit 2", label: "bias of the second hidden unit", min: -2, max: 4, step: 0.1, digits: 2 }),
      choice("target", "target", [0, 1].map(k => [k, `class ${k + 1}`])),
      action("one step of descent", state => {
        const rate = 0.5
        const slopes = backward(parameters(state), [state.x1, state.x2], target(state))
        const less = (values, by) => values.map((value, i) => value - rate * by[i])
        for (const layer of ["W1", "W2"]) state[layer] = state[layer].map((line, i) => less(line, slopes[layer][i]))
        state.b1 = less(parameters(state).b1, slopes.b1)
        state.b2 = less(state.b2, slopes.b2)
        state.bias = state.b1[1]
      }),
    ],
    draw,
    readout: state => {
      return (
        `<span class="loss">loss ${number(values(state).loss, 3)} nats</span>` +
        `<span class="gradient">lines: the thicker, the larger the gradient</span>`
      )
    },
    tell,
    say: state => {
      const { a1, d1, p, loss } = values(state)
      const list = numbers => numbers.map(value => number(value, 3)).join(", ")
      return `Hidden units ${list(a1)}; their errors ${list(d1)}; probabilities ${list(p)}; loss ${number(loss, 3)} nats.`
    },
  })
}
