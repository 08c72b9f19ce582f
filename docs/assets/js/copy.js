// A formula is copied as the LaTeX it was written in, and a chain of them in one piece, however little of it is selected.
const formula = node => {
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest(".chain") ?? element?.closest(".katex")
}
document.addEventListener("copy", event => {
  const selection = getSelection()
  if (selection.isCollapsed) return
  const range = selection.getRangeAt(0).cloneRange()
  const [first, last] = [formula(range.startContainer), formula(range.endContainer)]
  if (first) range.setStartBefore(first)
  if (last) range.setEndAfter(last)
  const copied = range.cloneContents()
  const formulas = copied.querySelectorAll(".chain, .katex")
  if (!formulas.length) return
  for (const element of formulas) {
    const mark = element.matches(".chain") || element.closest(".katex-display") ? "$$" : "$"
    element.replaceWith(mark + element.dataset.latex + mark)
  }
  event.clipboardData.setData("text/plain", copied.textContent)
  event.preventDefault()
})
