// Start axe on the page and keep its promise, so that the pages of all tabs are examined at once: with all rules, or with
// those alone that ask what colours things have. Read by visit.py.
coloursAlone => {
  // What is folded is hidden from axe as from a reader; leaving it out saves the walk through it. The page's own scripts
  // go on, and ask for the symbols of a chain.
  for (const box of document.querySelectorAll("details:not([open], .chain-symbols)"))
    for (const part of [...box.children]) if (part.localName !== "summary") part.remove();
  // Of the drawn formulas, hidden from screen readers, axe examines the contrast alone, which visit.js does for every
  // glyph, and for MathML it has no rule; yet walking both takes most of its time. An empty box of the same size takes
  // the place of the one, an empty element that of the other.
  for (const read of document.querySelectorAll(".katex-mathml math")) read.replaceChildren();
  const drawn = [...document.querySelectorAll(".katex-html:has(*)")].map(element => [element, element.getBoundingClientRect()]);
  for (const [element, box] of drawn) {
    element.replaceChildren();
    element.style.cssText += `;display:inline-block;width:${box.width}px;height:${box.height}px`;
  }
  // The colour of a token depends on its kind alone: two of each kind are examined, the others become plain text.
  const seen = new Map();
  for (const token of document.querySelectorAll("pre code span[class]")) {
    const kind = `${token.closest("pre").parentElement.className} ${token.className}`;
    seen.set(kind, (seen.get(kind) || 0) + 1);
    if (seen.get(kind) > 2 && !token.querySelector("*")) token.replaceWith(token.textContent);
  }
  const rules = coloursAlone ? {runOnly: ["color-contrast", "link-in-text-block"]} : {};
  window.axeResult = axe.run(document, {resultTypes: ["violations"], ...rules}).then(result => result.violations.map(
    violation => `${violation.id}, ${violation.nodes.length} times (${violation.help}), such as ` +
      `${violation.nodes[0].target} ${violation.nodes[0].html.slice(0, 160)}`));
}
