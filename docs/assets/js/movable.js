// A figure one can move takes the place of the static drawing of its name. Each file of movable/ calls
//   movable("name", { label, height, start, controls, settle, draw, readout, say })
// label    what the drawing is, for who does not see it
// height   (narrow) => the height of the drawing in pixels
// start    the state at the beginning: an object of numbers, truth values and arrays
// controls what `slider`, `choice`, `toggle` and `action` return
// settle   (state, key) => called when the control of that key was used
// draw     (state, width, narrow) => the inside of an SVG of that width
// readout  (state) => HTML below the drawing, the numbers; say(state) => the same as a sentence, for a screen reader
// tell     (state) => what the present state shows, in words: the caption of the state, which is spoken as well
// A page with such a figure loads this file, and this file loads the others, each once and in order. The theme runs it again
// with each page that it shows instead of a whole document.
globalThis.movable ??= (() => {
  const folder = new URL(".", document.currentScript.src)
  const specs = new Map() // what is known of each figure; null while its file is on the way
  const NARROW = 560
  const PAUSE = 500 // milliseconds without a change before a state is spoken
  let count = 0

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.append(...children)
    return made
  }
  const filled = (tag, attributes, html) => {
    const made = element(tag, attributes)
    made.innerHTML = html
    return made
  }

  const enhance = (figure, name, spec) => {
    let state, width = 0, timer
    const drawing = element("div", { class: "movable-drawing" })
    const readout = element("p", { class: "movable-readout" })
    const told = element("p", { class: "movable-told" })
    const spoken = element("output", { class: "unseen", "aria-live": "polite" })
    const box = element("div", { class: "movable-controls" })
    const live = element("div", { class: "movable-live" }, drawing, readout, box, told, spoken)

    const show = () => {
      if (!width) return
      const narrow = width < NARROW
      const height = spec.height(narrow)
      drawing.innerHTML =
        `<svg class="figure-drawing" role="img" aria-label="${spec.label}" width="${width}" height="${height}" ` +
        `viewBox="0 0 ${width} ${height}">${spec.draw(state, width, narrow)}</svg>`
      readout.innerHTML = spec.readout(state)
      told.textContent = spec.tell(state)
      for (const control of controls) control.show(state)
    }
    const changed = key => {
      spec.settle?.(state, key)
      show()
      clearTimeout(timer)
      timer = setTimeout(() => (spoken.textContent = `${spec.tell(state)} ${spec.say(state)}`), PAUSE)
    }
    const restart = () => (state = structuredClone(spec.start))
    const set = (key, value) => {
      state[key] = value
      changed(key)
    }
    const act = change => {
      change(state)
      changed()
    }
    restart()
    const reset = action("start again", restart)
    const controls = [...spec.controls, reset].map(make => make({ set, act, id: `movable-${name}-${++count}` }))
    const buttons = element("div", { class: "movable-buttons" })
    for (const control of controls) (control.button ? buttons : box).append(control.node)
    box.append(buttons)
    // what is clicked in the drawing is a short way to a control, which the keyboard has as well
    drawing.addEventListener("click", event => {
      const place = event.target.closest("[data-set]")
      if (place) set(place.dataset.set, Number(place.dataset.value))
    })
    figure.querySelector("svg").after(live)
    figure.classList.add("moves")
    new ResizeObserver(([entry]) => {
      const now = Math.floor(Math.min(entry.contentRect.width, 760))
      if (now === width) return
      width = now
      show()
    }).observe(figure)
  }

  // A slider for state[key]; `name` is HTML, `label` the same in words.
  const slider = (key, { name, label, min, max, step, digits, written = value => number(value, digits) }) => ({ set, id }) => {
    const input = element("input", { type: "range", id, min, max, step, "aria-label": label })
    const output = element("output", { for: id, "aria-live": "off" })
    input.addEventListener("input", () => set(key, Number(input.value)))
    const node = element("div", { class: "movable-slider" }, filled("label", { for: id }, name), input, output)
    return {
      node,
      show: state => {
        // a step of descent may leave the range or the grid of the slider: the state has the number, the slider is near it
        const value = state[key]
        if (state.limits?.[key]) [input.min, input.max] = state.limits[key]
        if (Number(input.value) !== value) input.value = value
        output.textContent = written(value)
        input.setAttribute("aria-valuetext", written(value))
      },
    }
  }
  // One of several values of state[key]; options: [value, HTML].
  const choice = (key, legend, options) => ({ set, id }) => {
    const node = element("fieldset", { class: "movable-choice" }, filled("legend", {}, legend))
    const inputs = options.map(([value, html], at) => {
      const input = element("input", { type: "radio", name: id, id: `${id}-${at}`, value: at })
      input.addEventListener("change", () => set(key, value))
      node.append(element("span", {}, input, filled("label", { for: `${id}-${at}` }, html)))
      return input
    })
    return { node, show: state => inputs.forEach((input, at) => (input.checked = options[at][0] === state[key])) }
  }
  // state[key] is true or false.
  const toggle = (key, html) => ({ set, id }) => {
    const input = element("input", { type: "checkbox", id })
    input.addEventListener("change", () => set(key, input.checked))
    const node = element("div", { class: "movable-choice" }, element("span", {}, input, filled("label", { for: id }, html)))
    return { node, show: state => (input.checked = state[key]) }
  }
  const action = (text, change) => ({ act }) => {
    const node = element("button", { type: "button" }, text)
    node.addEventListener("click", () => act(change))
    return { node, button: true, show: () => {} }
  }

  const number = (value, digits) => {
    if (Number.isNaN(value)) return "NaN"
    if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞"
    const written = Math.abs(value).toFixed(digits)
    return (value < 0 && Number(written) !== 0 ? "−" : "") + written // never "−0.000"
  }
  // a number of any size in few characters: 0.731, 53.6, 2.98e3
  const short = value => {
    const size = Math.abs(value)
    if (!Number.isFinite(value) || value === 0 || (size >= 0.01 && size < 1000))
      return number(value, !size || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 3 : 4)
    const [digits, power] = size.toExponential(1).split("e")
    const raised = [...String(Number(power))].map(sign => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("")
    return `${value < 0 ? "−" : ""}${digits} · 10${raised}`
  }
  // a size in a sentence, and a list in one
  const size = value => (Math.abs(value) < 0.0005 ? "less than 0.001" : number(Math.abs(value), 3))
  const listed = words => (words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`)

  // The parts of a drawing; `kind` is the quantity, which has a colour in the stylesheet.
  const text = (x, y, content, kind = "ink", anchor = "middle") =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" class="${kind}">${content}</text>`
  const line = (x1, y1, x2, y2, kind = "faint") =>
    `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" class="${kind}"/>`
  const bar = (x, y, width, height, kind, more = "") =>
    `<rect x="${x}" y="${height < 0 ? y + height : y}" width="${width}" height="${Math.abs(height)}" class="${kind}" ${more}/>`
  // the scales of a box [left, top, right, bottom] for x and y in these ranges, and a curve of f in it, cut where it leaves
  const plot = ([left, top, right, bottom], [x0, x1], [y0, y1]) => {
    const X = x => left + ((right - left) * (x - x0)) / (x1 - x0)
    const Y = y => bottom - ((bottom - top) * (y - y0)) / (y1 - y0)
    const inside = (value, low, high) => Math.min(Math.max(value, low), high)
    const of = (f, kind, from = x0, to = x1) => {
      const points = Array.from({ length: 241 }, (_, i) => from + ((to - from) * i) / 240).map(x => [x, f(x)])
      const shown = points.filter(([, y]) => y >= y0 && y <= y1)
      return curve(shown.map(([x, y]) => [X(x).toFixed(1), Y(y).toFixed(1)]), kind)
    }
    const ticks = (xs, ys) =>
      ys.map(y => line(left, Y(y), right, Y(y)) + text(left - 6, Y(y) + 5, number(y, 0), "ink", "end")).join("") +
      xs.map(x => line(X(x), bottom, X(x), bottom + 5, "ink") + text(X(x), bottom + 21, number(x, 0))).join("")
    return { X: x => X(inside(x, x0, x1)), Y: y => Y(inside(y, y0, y1)), of, ticks }
  }
  const dot = (x, y, kind) => `<circle cx="${x}" cy="${y}" r="6" class="${kind}"/>`
  const curve = (points, kind) => `<polyline points="${points.map(point => point.join()).join(" ")}" class="${kind}"/>`
  // an arrow along a vertical line, with a head that is never longer than the arrow
  const arrow = (x, from, to, kind) => {
    const head = Math.sign(to - from) * Math.min(12, Math.abs(to - from))
    return `${bar(x - 3, from, 6, to - head - from, kind)}<path d="M${x - 10} ${to - head}h20L${x} ${to}z" class="${kind}"/>`
  }
  // a letter as in the formulas, in a drawing and in HTML
  const lower = "₀₁₂₃₄₅₆₇₈₉"
  const letter = (name, index) => `<tspan class="letter">${name}</tspan>${index === undefined ? "" : lower[index]}`
  const letterInHtml = (name, index, kind = name) =>
    `<i class="letter ${kind}">${name}</i>${index === undefined ? "" : `<sub>${index}</sub>`}`

  const load = file => document.head.append(Object.assign(element("script"), { src: new URL(file, folder), async: false }))
  const begin = () => {
    for (const figure of document.querySelectorAll("figure[data-movable]:not(.moves)")) {
      const name = figure.dataset.movable
      if (specs.get(name)) enhance(figure, name, specs.get(name))
      if (specs.has(name)) continue
      if (!specs.size) load("mathematics.js")
      specs.set(name, null)
      load(`movable/${name}.js`)
    }
  }
  const define = (name, spec) => {
    specs.set(name, spec)
    begin()
  }
  return Object.assign(define, {
    begin,
    slider, choice, toggle, action, number, short, size, listed, text, line, bar, dot, plot, curve, arrow, letter, letterInHtml,
  })
})()
movable.begin()
