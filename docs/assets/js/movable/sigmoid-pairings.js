// docs/sigmoid.md: the two factors of the derivative in z and their product, for cross-entropy and for squared error.
{
  const { sigmoid, sigmoidDerivative, binaryCrossEntropyGradient } = mathematics
  const { slider, choice, number, short, size, text, line, bar, dot, plot, letter, letterInHtml } = movable

  const product = (z, y, squared) => binaryCrossEntropyGradient(z, y) * (squared ? sigmoidDerivative(z) : 1)
  const values = ({ z, y, squared }) => {
    const slope = sigmoidDerivative(z)
    return { loss: product(z, y, squared) / slope, slope, product: product(z, y, squared) }
  }
  const names = [["loss", "∂C/∂a", "loss"], ["slope", "σ′(z)", "z"], ["product", "∂C/∂z", "gradient"]]

  const draw = (state, width, narrow) => {
    const { z, y, squared } = state
    const { X, Y, of, ticks } = plot([34, 30, width - 10, 160], [-8, 8], [-1, 1])
    let svg = ticks([-8, -4, 0, 4, 8], [-1, 0, 1])
    svg += of(x => product(x, y, true), "wrong thick dashed") + of(x => product(x, y, false), "gradient thick")
    svg += text(X(2), 181, letter("z")) + text(X(0), 18, "∂C/∂z")
    // a name stands at the end where its curve is not 0: above the curve on the left, below it on the right
    const [end, side, off] = y < 0.5 ? [8, "end", 19] : [-8, "start", -11]
    for (const [name, squared, kind] of [["cross-entropy", false, "gradient"], ["squared error", true, "wrong"]])
      svg += text(X(end) + Math.sign(off) * -4, Y(product(end, y, squared)) + off, name, kind, side)
    svg += dot(X(z), Y(product(z, y, squared)), squared ? "wrong" : "gradient")
    // the sizes on a scale of powers of ten: to the right of 1 it has exploded, to the left it vanishes
    const [left, right] = [64, width - (narrow ? 76 : 90)]
    const at = size => left + ((right - left) * (Math.log10(Math.min(Math.max(size, 1e-4), 1e4)) + 4)) / 8
    for (const power of [-4, -2, 0, 2, 4])
      svg += line(at(10 ** power), 200, at(10 ** power), 306, power ? "faint" : "ink") + text(at(10 ** power), 324, ["0.0001", "0.01", "1", "100", "10000"][power / 2 + 2])
    svg += text(width, 324, "size", "", "end") // the numbers above it have signs
    names.forEach(([key, name, kind], row) => {
      const value = values(state)[key]
      const [from, to] = [at(1), at(Math.abs(value))]
      svg += bar(Math.min(from, to) - 1, 206 + 34 * row, Math.abs(to - from) + 2, 24, kind) // a size of 1 is seen as well
      svg += text(left - 8, 224 + 34 * row, name, `${kind} strong`, "end") + text(width, 224 + 34 * row, short(value), `${kind} strong`, "end")
    })
    return svg
  }

  const tell = ({ z, y, squared }) => {
    const [a, gap, slope] = [sigmoid(z), product(z, y, false), sigmoidDerivative(z)]
    if (gap === 0) return "The output is the target: both losses have the derivative 0 here."
    const step = `a step with rate 1 ${gap < 0 ? "raises" : "lowers"} z by ${size(product(z, y, squared))}.`
    const told = `The output ${short(a)} is too ${gap < 0 ? "low" : "high"} by ${size(gap)}. `
    if (!squared) return `${told}The factor σ′ has cancelled, so this error is the derivative in z, and ${step}`
    const hardly = slope < 0.05 && Math.abs(gap) > 0.5 ? " The unit is wrong, and hardly learns." : ""
    return `${told}The factor σ′ is left over, so ${short(100 * slope)} % of this error reaches z, and ${step}${hardly}`
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
      return (
        `<span>${letterInHtml("a")} = ${short(a)}</span>` +
        `<span><span class="loss">${short(loss)}</span> × <span class="z">${short(slope)}</span> = ` +
        `<span class="gradient">${short(product)}</span></span>`
      )
    },
    tell,
    say: state => {
      const { loss, slope, product } = values(state)
      return `Derivative of the loss ${number(loss, 3)}, times sigma prime ${number(slope, 3)}, is ${number(product, 3)}.`
    },
  })
}
