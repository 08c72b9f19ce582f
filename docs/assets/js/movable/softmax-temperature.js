// docs/softmax-variants.md: the probabilities of the logits 2, 1, 0 at a temperature.
{
  const { softmax, entropy } = mathematics
  const { slider, number, short, text, line, dot, plot, letterInHtml } = movable

  const logits = [2, 1, 0]
  const probabilities = exponent => softmax(logits.map(z => z / 10 ** exponent))
  const temperature = exponent => number(10 ** exponent, exponent < 1 ? 2 : exponent < 2 ? 1 : 0)
  const styles = ["thick", "thick dashed", "thick dotted"]

  const draw = (state, width) => {
    const { X, Y, of } = plot([30, 12, width - 18, 206], [-1, 2], [0, 1])
    const p = probabilities(state.exponent)
    let svg = ""
    for (const level of [0, 1]) svg += line(30, Y(level), width - 18, Y(level)) + text(22, Y(level) + 5, level, "ink", "end")
    for (const [at, name] of [[-1, "0.1"], [0, "1"], [1, "10"], [2, "100"]]) svg += line(X(at), 206, X(at), 211, "ink") + text(X(at), 228, name)
    svg += line(X(state.exponent), 12, X(state.exponent), 206, "ink") + text(width / 2, 250, "temperature T")
    logits.forEach((z, k) => {
      svg += of(at => probabilities(at)[k], `a ${styles[k]}`) + dot(X(state.exponent), Y(p[k]), "a")
    })
    const at = Math.min(Math.max(X(state.exponent), 92), width - 76) // the names stay in the drawing
    svg += text(at - 10, Y(p[1]) - 8, "class 2", "a", "end") + text(at + 10, p[2] > 0.08 ? Y(p[2]) + 14 : Y(p[2]) - 8, "class 3", "a", "start")
    return svg + text(at + 10, Y(p[0]) - (p[0] > 0.9 ? -20 : 10), "class 1", "a", "start")
  }

  const tell = ({ exponent }) => {
    const p = probabilities(exponent)
    const each = `each class is ${short(Math.exp(10 ** -exponent))} times as likely as the next`
    const T = temperature(exponent)
    if (exponent === 0) return `At T = 1 it is the softmax itself: the logits are 1 apart, and ${each}.`
    const verdict = p[0] > 0.99 ? "class 1 has nearly all" : p[0] - p[2] < 0.05 ? "the classes are nearly equal"
      : exponent < 0 ? "the largest logit gets more than without a temperature" : "the largest logit gets less than without a temperature"
    return `At T = ${T} the logits are ${short(10 ** -exponent)} apart, and ${each}: ${verdict}.`
  }

  movable("softmax-temperature", {
    label: "The probabilities of three classes as curves over the temperature, with dots at the chosen one.",
    height: () => 256,
    start: { exponent: 0 },
    controls: [
      slider("exponent", {
        name: letterInHtml("T", undefined, "ink"), label: "temperature", min: -1, max: 2, step: 0.05, written: temperature,
      }),
    ],
    draw,
    readout: state => {
      const p = probabilities(state.exponent)
      return (
        `<span class="a">probabilities ${p.map(value => number(value, 3)).join(", ")}</span>` +
        `<span>entropy ${number(entropy(p), 3)} of at most ${number(Math.log(3), 3)} nats</span>`
      )
    },
    tell,
    say: state => `Probabilities ${probabilities(state.exponent).map(value => number(value, 3)).join(", ")}.`,
  })
}
