// docs/floating-point.md: two forms of one number, the digits that are wrong struck out, and their errors in ulps.
{
  const { softplus, softplusNaive, errorNaive, binaryCrossEntropyGradient, exactSoftplus, exactError, ulps, rightDigits } = mathematics
  const { slider, choice, short, text, line, bar, letterInHtml } = movable

  const DIGITS = 15 // as many as a float64 holds of every number that is not subnormal
  const forms = {
    softplus: {
      exact: exactSoftplus, naive: softplusNaive, stable: softplus,
      names: ["ln(1 + exp z) as written", "max(z, 0) + ln(1 + exp −|z|)"],
    },
    error: {
      exact: exactError, naive: errorNaive, stable: z => binaryCrossEntropyGradient(z, 1),
      names: ["σ(z) − 1 as written", "−σ(−z)"],
    },
  }
  const values = ({ z, form }) => {
    const { exact, naive, stable, names } = forms[form]
    const truth = exact(z)
    return [naive(z), stable(z)].map((value, k) => ({
      name: names[k], value, right: rightDigits(value, truth, DIGITS), error: ulps(value, truth),
    }))
  }
  const digits = ({ value, right }) => {
    if (value === 0) return `<tspan class="wrong struck">0</tspan>`
    const [mantissa, power] = Math.abs(value).toExponential(DIGITS - 1).split("e")
    const cut = right > 1 ? right + 1 : right // the point is no digit
    const wrong = mantissa.slice(cut)
    return (
      `${value < 0 ? "−" : ""}${mantissa.slice(0, cut)}${wrong ? `<tspan class="wrong struck">${wrong}</tspan>` : ""}` +
      ` · 10<tspan dy="-6" font-size="0.8em">${power.replace("+", "").replace("-", "−")}</tspan>`
    )
  }

  const draw = (state, width) => {
    const right = width - 20
    const at = size => 8 + ((right - 8) * (Math.log10(Math.max(size, 0.1)) + 1)) / 17
    let svg = ""
    for (const power of [0, 4, 8, 12, 16])
      svg += line(at(10 ** power), 62, at(10 ** power), 186) + text(at(10 ** power), 206, power ? `10<tspan dy="-6" font-size="0.8em">${power}</tspan>` : "1 ulp")
    values(state).forEach((form, k) => {
      const top = 18 + 96 * k
      const kind = k ? "right" : "wrong"
      svg += text(8, top, form.name, `${kind} strong`, "start") + text(8, top + 26, digits(form), "ink digits", "start")
      svg += bar(8, top + 46, at(form.error) - 8, 18, kind)
    })
    return svg
  }
  const told = ({ error }) => `error ${error < 0.1 ? "below 0.1" : short(error)} ulps`
  const tell = state => {
    const [naive, stable] = values(state)
    const wrong = DIGITS - naive.right
    const other = `The stable form has ${stable.right} right.`
    if (state.form === "softplus") {
      if (naive.value === 0) return `Next to 1, exp z is lost in rounding: as written it is ln 1 = 0, without a right digit. ${other}`
      if (wrong && state.z < 0) return `Next to 1, exp z keeps its first digits only: as written, ${wrong} of ${DIGITS} digits of the result are wrong. ${other}`
    } else {
      if (naive.value === 0) return `σ(z) is rounded to 1: as written the gradient is 0, and training would stop. ${other}`
      if (wrong && state.z > 0) return `σ(z) is near 1, so the difference has the last digits of σ(z) only: as written, ${wrong} of ${DIGITS} digits are wrong. ${other}`
    }
    return wrong ? `As written, ${wrong} of ${DIGITS} digits are wrong by rounding. ${other}` : `Nothing is lost here: both forms have all ${DIGITS} digits right.`
  }

  movable("floating-point-softplus", {
    label: "The digits of two forms, of which the wrong ones are struck out, and bars for their errors in ulps.",
    height: () => 214,
    start: { z: -20, form: "softplus" },
    controls: [
      slider("z", { name: letterInHtml("z"), label: "z", min: -60, max: 60, step: 0.5, digits: 1 }),
      choice("form", "compute", [["softplus", "softplus"], ["error", "σ(z) − 1, the gradient for y = 1"]]),
    ],
    draw,
    readout: state => {
      const [naive, stable] = values(state).map(told)
      return `<span class="wrong">as written: ${naive}</span><span class="right">stable: ${stable}</span>`
    },
    tell,
    say: state => {
      const [naive, stable] = values(state)
      return `As written ${naive.right} digits are right, in the stable form ${stable.right}.`
    },
  })
}
