// The rows and symbols of a chain: a row that one taps or reaches with the arrow keys is marked, and what it came from;
// a symbol marks its twins and its line in the list, which stands in the margin of a wide screen. All of it can be read without.
const all = (selector, within = document) => [...within.querySelectorAll(selector)]
const number = symbol => [...symbol.classList].find(name => /^s\d+$/.test(name))
const wide = matchMedia("(min-width: 76.25em)") // the screens that have a margin
let sheet

const clear = chain => all(".twin, .chosen, .active", chain.closest(".equation")).forEach(one => one.classList.remove("twin", "chosen", "active"))
const entries = (chain, kind) => [chain.closest(".equation"), document.querySelector(".chain-margin")]
  .filter(Boolean).flatMap(list => all(`[data-symbol=${kind}]`, list))
const close = () => { sheet?.remove(); sheet = null }

const choose = (symbol, told) => {
  const chain = symbol.closest(".chain")
  all(".twin, .chosen", chain).forEach(one => one.classList.remove("twin", "chosen"))
  all("[data-symbol].chosen").forEach(one => one.classList.remove("chosen"))
  const kind = number(symbol)
  for (const twin of all(`.${kind}`, chain)) twin.classList.add("twin")
  symbol.classList.add("chosen")
  const listed = entries(chain, kind)
  for (const entry of listed) entry.classList.add("chosen")
  if (!told || !listed.length) return
  show(...listed[0].cloneNode(true).childNodes)
  meet(symbol.closest("li"))
}
// at the foot of a phone: what one taps, and what it means
const show = (...entry) => {
  close()
  sheet = document.createElement("div")
  sheet.className = "chain-sheet md-typeset"
  sheet.setAttribute("role", "status")
  const list = document.createElement("dl")
  list.append(...entry)
  const button = document.createElement("button")
  button.textContent = "×"
  button.setAttribute("aria-label", "Close")
  button.addEventListener("click", close)
  sheet.append(list, button)
  document.body.append(sheet)
}
const explain = term => {
  const [name, meaning] = ["dt", "dd"].map(tag => document.createElement(tag))
  name.textContent = term.textContent
  meaning.textContent = term.dataset.meaning
  show(name, meaning)
}
const meet = row => row.scrollIntoView({ block: "nearest" }) // and not below the header or the sheet: the stylesheet keeps a margin
const activate = (chain, row) => {
  for (const one of chain.children) one.classList.toggle("active", one === row)
  meet(row)
}

// KaTeX lays the boxes of a fraction over its letters, so what one points at is found by its place
const symbolAt = (row, { clientX, clientY }) => all(".symbol", row).find(symbol => {
  const box = symbol.getBoundingClientRect()
  return box.left - 2 <= clientX && clientX <= box.right + 2 && box.top <= clientY && clientY <= box.bottom
})

document.addEventListener("pointermove", event => {
  if (event.pointerType !== "mouse") return
  const row = event.target.closest?.(".chain > li")
  const symbol = row && symbolAt(row, event)
  if (symbol && !symbol.classList.contains("chosen")) choose(symbol, false)
})
document.addEventListener("click", event => {
  const chain = event.target.closest?.(".chain")
  if (!chain && sheet && !event.target.closest(".chain-sheet")) close()
  const term = event.target.closest?.("abbr[data-meaning]")
  if (term && !term.closest("a")) return explain(term)
  if (!chain || !getSelection().isCollapsed || event.target.closest("a")) return
  const row = event.target.closest("li")
  if (row) activate(chain, row)
  const symbol = row && symbolAt(row, event)
  if (symbol) choose(symbol, true)
})
document.addEventListener("keydown", event => {
  const chain = event.target.querySelector?.(":scope > .chain")
  if (!chain || event.altKey || event.ctrlKey || event.metaKey) return
  const rows = [...chain.children]
  const at = rows.findIndex(row => row.classList.contains("active"))
  if (event.key === "Escape") { clear(chain); close() }
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = rows[at < 0 ? 0 : at + (event.key === "ArrowDown" ? 1 : -1)]
    if (!next) return // beyond the chain the page scrolls
    activate(chain, next)
    event.preventDefault()
  } else if (at >= 0 && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    const symbols = all(".symbol", rows[at])
    const next = symbols.findIndex(symbol => symbol.classList.contains("chosen")) + (event.key === "ArrowRight" ? 1 : -1)
    if (!symbols[Math.max(next, 0)]) return
    choose(symbols[Math.max(next, 0)], true)
    event.preventDefault()
  }
})

// the margin of a wide screen shows the symbols of the chain that is on it
document$.subscribe(() => {
  close()
  const margin = document.querySelector(".md-sidebar--secondary .md-sidebar__inner")
  if (!margin) return
  const seen = new Set()
  const watch = new IntersectionObserver(changes => {
    for (const { target, isIntersecting } of changes) isIntersecting ? seen.add(target) : seen.delete(target)
    margin.querySelector(".chain-margin")?.remove()
    margin.style.paddingBottom = ""
    if (!wide.matches) return
    const shown = all(".equation").find(one => seen.has(one))
    if (!shown) return
    const box = document.createElement("div")
    box.className = "chain-margin"
    box.setAttribute("aria-hidden", "true") // the list below the chain says the same
    const title = document.createElement("p")
    title.textContent = "Symbols in these rows"
    box.append(title, shown.querySelector(".chain-symbols dl").cloneNode(true))
    margin.append(box)
    margin.style.paddingBottom = `${box.offsetHeight}px` // so that the end of a long table of contents can be scrolled to above it
  }, { rootMargin: "-15% 0px -35% 0px" })
  for (const list of all(".chain-symbols")) watch.observe(list.closest(".equation"))
})
