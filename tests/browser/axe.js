// Start axe on the page and keep its promise, so that the pages of all tabs are examined at once. Read by visit.py.
() => {
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
  window.axeResult = axe.run(document, {resultTypes: ["violations"]}).then(result => result.violations.map(
    violation => `${violation.id}, ${violation.nodes.length} times (${violation.help}), such as ` +
      `${violation.nodes[0].target} ${violation.nodes[0].html.slice(0, 160)}`));
}
