// Start axe on the page and keep its promise, so that the pages of all tabs are examined at once: with all rules, or with
// those alone that ask what colours things have. `known` has the kinds of texts whose colours were examined on other pages,
// and how many of each. Read by visit.py.
({coloursAlone, known}) => {
  // What is folded is hidden from axe as from a reader; leaving it out saves the walk through it. The page's own scripts
  // go on, and ask for the symbols of a chain.
  for (const box of document.querySelectorAll("details:not([open], .chain-symbols)"))
    for (const part of [...box.children]) if (part.localName !== "summary") part.remove();
  // Of the drawn formulas, hidden from screen readers, axe examines the contrast alone, which visit.js does for every
  // glyph, and for MathML it has no rule; yet walking both takes most of its time. An empty box of the same size takes
  // the place of each formula.
  const formulas = [...document.querySelectorAll(".katex:has(*)")]
    .map(formula => [formula, formula.querySelector(".katex-html").getBoundingClientRect()]);
  for (const [formula, box] of formulas) {
    formula.replaceChildren();
    formula.style.cssText = `display:inline-block;width:${box.width}px;height:${box.height}px`;
  }
  // The colour of a token depends on its kind alone: two of each kind are examined, the others become plain text.
  const tokens = new Map();
  for (const token of document.querySelectorAll("pre code span[class]")) {
    const kind = `${token.closest("pre").parentElement.className} ${token.className}`;
    tokens.set(kind, (tokens.get(kind) || 0) + 1);
    if (tokens.get(kind) > 2 && !token.querySelector("*")) token.replaceWith(token.textContent);
  }

  // what is scrolled out of a list of the theme would lie below the header
  for (const list of document.querySelectorAll(".md-sidebar__scrollwrap")) list.scrollTop = 0;

  // Contrast takes axe longer than all else. A text has the contrast of another if its letters are painted alike, and so is
  // what they stand in and what else they lie on: of each kind two are examined, at the first width or page that shows them.
  const seen = window.textsSeen ||= new Map(known);
  const shades = style => style.backgroundImage !== "none" || style.backgroundColor !== "rgba(0, 0, 0, 0)";
  const large = style => parseFloat(style.fontSize) >= (style.fontWeight >= 700 ? 18.66 : 24); // less contrast is asked of them
  const letters = style => [style.webkitTextFillColor, style.webkitTextStroke, style.textShadow, large(style)];
  const ground = style => [shades(style) && style.background, style.opacity, style.mixBlendMode, style.filter, style.position].join();
  const bare = [false, 1, "normal", "none", "static"].join();
  const drawn = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const places = element => [...element.getClientRects()].map(({left, right, top, bottom}) => [left, right, top, bottom]);
  const meet = ([left, right, top, bottom], other) => left < other[1] && right > other[0] && top < other[3] && bottom > other[2];
  const texts = [], shaded = [];
  const walk = (element, outside, colour, above) => {
    const style = getComputedStyle(element);
    if (style.display === "none") return;
    const own = ground(style), inside = [...above, element];
    const behind = own === bare ? outside : `${outside} ${own}`;
    const link = element.matches("a, [role=link]") ? [colour, style.textDecoration, style.borderBottom] : [];
    const written = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (written || link.length || element.matches("input, select, textarea"))
      texts.push([element, [...letters(style), ...link, behind].join(), inside]);
    if (shades(style) && drawn(element)) shaded.push([element, places(element), behind]);
    for (const child of element.children) walk(child, behind, style.color, inside);
  };
  walk(document.documentElement, "", "", []);
  for (const [element, alone, inside] of texts) {
    const lines = places(element);
    const under = shaded.filter(([other, boxes]) => boxes.some(box => lines.some(line => meet(line, box))) &&
      !inside.includes(other) && !element.contains(other)).map(([, , ground]) => ground);
    const kind = [alone, ...new Set(under)].join(" on ");
    const met = condition => drawn(element) && lines.some(([left, right, , bottom]) => bottom + scrollY > 0 && condition(left, right));
    if (met((left, right) => left >= 0 && right <= innerWidth)) seen.set(kind, (seen.get(kind) || 0) + 1);
    element.toggleAttribute("data-examined", met((left, right) => right > 0) && !(seen.get(kind) > 2));
  }
  const colours = {"color-contrast": "[data-examined]", "link-in-text-block": "[data-examined]:is(a[href], [role=link])"};
  axe.configure({rules: Object.entries(colours).map(([id, selector]) => ({id, selector}))});

  const rules = coloursAlone ? {runOnly: Object.keys(colours)} : {};
  const nothing = coloursAlone && !document.querySelector("[data-examined]");
  const run = nothing ? Promise.resolve({violations: []}) : axe.run(document, {resultTypes: ["violations"], ...rules});
  window.axeResult = run.then(({violations}) => ({
    said: violations.map(({id, nodes, help}) =>
      `${id}, ${nodes.length} times (${help}), at ${nodes.slice(0, 5).map(node => node.target).join(" and at ")}: ` +
        nodes[0].html.slice(0, 160)),
    passed: violations.some(({id}) => id in colours) ? [] : [...seen.keys()].map(kind => [kind, 3]),
  }));
}
