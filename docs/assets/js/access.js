// What the theme builds for a pointer, made fit for a keyboard and a screen reader.
const mend = () => {
  // forty navigation landmarks of one button each help nobody; the buttons have names of their own
  for (const box of document.querySelectorAll("nav.md-code__nav:not([role])")) box.setAttribute("role", "none")
  // a wide table scrolls in its own box, which the keyboard must be able to reach
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) {
    box.setAttribute("tabindex", "0")
    box.setAttribute("role", "group")
    box.setAttribute("aria-label", "table")
  }
}
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true })
mend()

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
// tab key. Each is measured in a task of its own: to measure all at once lays out the whole page.
let latest = 0
const reachable = () => {
  const run = ++latest // a newer run, for a newer width, replaces this one
  const blocks = [...document.querySelectorAll("pre > code")]
  const next = () => {
    const code = blocks.shift()
    if (!code || run !== latest) return
    if (code.scrollWidth > code.clientWidth) code.setAttribute("tabindex", "0")
    setTimeout(next)
  }
  setTimeout(next)
}
document$.subscribe(reachable)
addEventListener("resize", reachable)
