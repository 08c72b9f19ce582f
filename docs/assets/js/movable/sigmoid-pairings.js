// docs/sigmoid.md: the two factors of the derivative in z and their product, for cross-entropy and for squared error.
{
  const { sigmoid, sigmoidDerivative, binaryCrossEntropyGradient } = mathematics
  const { slider, choice, number, short, text, line, bar, dot, plot, letter, letterInHtml } = movable

  const product = (z, y, squared) => binaryCrossEntropyGradient(z, y) * (squared ? sigmoidDerivative(z) : 1)
  const values = ({ z, y, squared }) => {
    const slope = sigmoidDerivative(z)
    return { loss: product(z, y, squared) / slope, slope, product: product(z, y, squared) }
  }
  const names = [["loss", "∂C/∂a", "loss"], ["slope", "σ′(z)", "z"], ["product", "∂C/∂z", "gradient"]]

  const draw = (state, width, narrow) => {
    const { z, y, squared } = state
    const { X, Y, of, ticks } = plot([34, 12, width - 10, 160], [-8, 8], [-1, 1])
    let svg = ticks([-8, -4, 0, 4, 8], [-1, 0, 1])
    svg += of(x => product(x, y, true), "wrong thick dashed") + of(x => product(x, y, false), "gradient thick")
    svg += text(X(2), 181, letter("z")) + text(width - 10, 28, "∂C/∂z: cross-entropy", "gradient", "end")
    svg += text(width - 10, 48, "squared error", "wrong", "end")
    svg += dot(X(z), Y(product(z, y, squared)), squared ? "wrong" : "gradient")
    // the sizes on a scale of powers of ten: to the right of 1 it has exploded, to the left it vanishes
    const [left, right] = [64, width - (narrow ? 76 : 90)]
    const at = size => left + ((right - left) * (Math.log10(Math.min(Math.max(size, 1e-4), 1e4)) + 4)) / 8
    for (const power of [-4, -2, 0, 2, 4])
      svg += line(at(10 ** power), 200, at(10 ** power), 306, power ? "faint" : "ink") + text(at(10 ** power), 324, ["0.0001", "0.01", "1", "100", "10000"][power / 2 + 2])
    names.forEach(([key, name, kind], row) => {
      const value = values(state)[key]
      const [from, to] = [at(1), at(Math.abs(value))]
      svg += bar(Math.min(from, to), 206 + 34 * row, Math.abs(to - from), 24, kind)
      svg += text(left - 8, 224 + 34 * row, name, `${kind} strong`, "end") + text(width, 224 + 34 * row, short(value), `${kind} strong`, "end")
    })
    return svg
  }

  movable("sigmoid-pairings", {
    label: "The derivative in z of both losses as curves with a dot at z, and bars for its two factors and their product.",
    height: () => 332,
    start: { z: -4, y: 1, squared: false },
    controls: [
      slider("z", { name: letterInHtml("z"), label: "z", min: -8, max: 8, step: 0.1, digits: 1 }),
      slider("y", { name: letterInHtml("y"), label: "target y", min: 0, max: 1, step: 0.05, digits: 2 }),
      choice("squared", "loss", [[false, "cross-entropy"], [true, "squared error"]]),
    ],
    draw,
    readout: state => {
      const { loss, slope, product } = values(state)
      const a = sigmoid(state.z)
      const end = state.squared ? "σ′ is left over" : `${letterInHtml("a")} − ${letterInHtml("y")}: σ′ has cancelled`
      return (
        `<span>${letterInHtml("a")} = ${short(a)}</span>` +
        `<span><span class="loss">${short(loss)}</span> × <span class="z">${short(slope)}</span> = ` +
        `<span class="gradient">${short(product)}</span>, ${end}</span>`
      )
    },
    say: state => {
      const { loss, slope, product } = values(state)
      return `Derivative of the loss ${number(loss, 3)}, times sigma prime ${number(slope, 3)}, is ${number(product, 3)}.`
    },
  })
}
