// What the theme builds for a pointer, made fit for a keyboard and a screen reader.
// Forty navigation landmarks of one button each help nobody; the buttons have names of their own. The theme adds them one by
// one, and to look through the page for each would take a phone longer than to add it.
new MutationObserver(changes => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) if (node.matches?.("nav.md-code__nav")) node.setAttribute("role", "none")
}).observe(document.body, { childList: true, subtree: true })

// Previews and titles open under a pointer that hovers: a phone is spared the making of two hundred, before the theme looks
// for them. What a term means is shown at the foot of its screen, by chains.js.
if (matchMedia("(hover: none) and (max-width: 76.2344em)").matches) {
  for (const link of document.querySelectorAll("[data-preview]")) link.removeAttribute("data-preview")
  for (const titled of document.querySelectorAll("article [title]")) {
    if (titled.matches("abbr")) titled.dataset.meaning = titled.title
    titled.removeAttribute("title")
  }
}

// the buttons of the header that open the menu and the search are labels of hidden checkboxes: their icons become buttons
const names = { __drawer: "Menu", __search: "Search" }
for (const label of document.querySelectorAll(".md-header__button[for=__drawer], .md-header__button[for=__search]")) {
  const button = document.createElement("span")
  button.setAttribute("role", "button")
  button.setAttribute("tabindex", "0")
  button.setAttribute("aria-label", names[label.htmlFor])
  button.append(...label.childNodes)
  button.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return
    event.preventDefault()
    label.click()
  })
  label.append(button)
}

// The theme lets the keyboard reach a block of code that is too wide when it is on the screen, which is too late for the
// tab key. Whether it is too wide is told by its columns, which the build has counted: to measure it would lay it out.
const EDGES = 64 // pixels at most of padding, of the block and of a box around it
const reachable = () => {
  const blocks = [...document.querySelectorAll("article pre > code")]
  if (!blocks.length) return
  const pen = document.createElement("canvas").getContext("2d")
  const { fontSize, fontFamily } = getComputedStyle(blocks[0])
  pen.font = `${fontSize} ${fontFamily}`
  const fitting = (document.querySelector("article").clientWidth - EDGES) / pen.measureText("0").width
  for (const code of blocks) {
    const columns = code.closest(".highlight")?.style.getPropertyValue("--columns")
    if (columns > fitting) code.setAttribute("tabindex", "0")
  }
}
// not at once: the page would have to be laid out before it is drawn, and again after what the theme adds
document$.subscribe(() => requestAnimationFrame(() => setTimeout(reachable)))
addEventListener("resize", reachable)
