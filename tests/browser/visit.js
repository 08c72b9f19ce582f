// What is wrong with the page as it stands, in its colours and in its folded boxes too if asked; each entry says where.
// Read by visit.py.
({colours, inside}) => {
  const article = document.querySelector("article") || document.body;
  const name = element => {
    const near = element.closest("[id]");
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") || ""}">` +
      (near ? ` in #${near.id}` : "") + `: ${element.textContent.trim().slice(0, 60).replace(/\s+/g, " ")}`;
  };
  const scrolls = value => value === "auto" || value === "scroll";

  // nothing on a page scrolls up and down by itself, and what scrolls sideways cuts nothing off
  const vertical = [], unreachable = [];
  for (const element of article.querySelectorAll("div, pre, code, table, figure, p, span.arithmatex, section")) {
    if (!element.checkVisibility()) continue; // folded boxes are closed
    const style = getComputedStyle(element);
    if (style.overflowX === "visible") continue;
    const over = element.scrollHeight - element.clientHeight;
    if (scrolls(style.overflowY) && over > 0) vertical.push(`scrolls by ${over} pixels: ${name(element)}`);
    if (style.overflowY === "hidden" && over > 2 && element.matches(".arithmatex, .arithmatex *"))
      vertical.push(`${over} pixels are cut off: ${name(element)}`);
    if (scrolls(style.overflowX) && element.scrollWidth > element.clientWidth && element.tabIndex < 0)
      unreachable.push(`scrolls sideways, but the keyboard does not reach it: ${name(element)}`);
  }

  // no page scrolls sideways, and nothing sticks out where no box scrolls
  const sideways = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    sideways.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
  const boxed = element => {
    for (let up = element; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  // in its folded boxes too, opened for that: the place of each element in a closed one would be computed by itself. Of a
  // formula its unbreakable parts are asked, which know how far their glyphs reach; MathML is cut to a pixel
  const folded = inside ? [...article.querySelectorAll("details:not([open])")] : [];
  for (const box of folded) box.open = true;
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_ELEMENT, ({className, parentElement}) =>
    className === "katex-mathml" || parentElement.className === "katex-base" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  for (let element = inside && walker.nextNode(); element; element = walker.nextNode()) {
    const box = element.getBoundingClientRect();
    const right = element.className === "katex-base" ? box.left + Math.max(box.width, element.scrollWidth) : box.right;
    if (box.width > 1 && right > width + 1 && !boxed(element)) sideways.push(`reaches ${Math.round(right)} pixels: ${name(element)}`);
  }

  // axe passes over the text of figures and what has a shade behind it, as listings do, and the drawn formulas are
  // taken out before it runs; the colour of a token of a listing depends on its kind alone, and that of a glyph on the
  // classes of what it stands in. The boxes are still open: in a closed one each style would be computed by itself
  const faint = new Set();
  const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const painted = new Map();
  const rgba = colour => {
    if (!painted.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      painted.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return painted.get(colour);
  };
  const luminance = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const background = element => {
    for (let up = element; up; up = up.parentElement) {
      const colour = rgba(getComputedStyle(up).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const known = new Map();
  const contrast = (colour, behind) => {
    const key = colour + behind;
    if (!known.has(key)) {
      const [light, dark] = [luminance(rgba(colour)), luminance(behind)].sort((a, b) => b - a);
      known.set(key, (light + 0.05) / (dark + 0.05));
    }
    return known.get(key);
  };
  const weigh = (colour, behind, element) => {
    const ratio = contrast(colour, behind);
    if (ratio < 4.5) faint.add(`${colour} on rgb(${behind.slice(0, 3)}) has ratio ${ratio.toFixed(2)}: ${name(element)}`);
  };
  const judged = new Set();
  const judge = (glyph, path, behind) => {
    const at = `${path}/${glyph.className}${glyph.style.color}`;
    for (const child of glyph.children) judge(child, at, behind);
    if (judged.has(at) || ![...glyph.childNodes].some(node => node.nodeType === Node.TEXT_NODE)) return;
    judged.add(at);
    weigh(getComputedStyle(glyph).color, behind, glyph);
  };
  for (const formula of colours ? article.querySelectorAll(".katex-html") : []) {
    const behind = background(formula);
    judge(formula, `${getComputedStyle(formula).color} on ${behind}`, behind);
  }
  for (const drawing of colours ? article.querySelectorAll("figure svg, .jp-OutputArea svg") : []) {
    const behind = background(drawing);
    for (const text of drawing.querySelectorAll("text, tspan"))
      if ([...text.childNodes].some(node => node.nodeType === Node.TEXT_NODE)) weigh(getComputedStyle(text).fill, behind, text);
  }

  const kinds = new Set();
  for (const token of colours ? article.querySelectorAll(".highlight pre > code, .highlight pre > code span[class]") : []) {
    const kind = `${token.closest(".highlight").className} ${token.tagName} ${token.className}`;
    if (kinds.has(kind) || !token.checkVisibility()) continue;
    kinds.add(kind);
    weigh(getComputedStyle(token).color, background(token), token);
  }
  for (const box of folded) box.open = false;

  return {
    sideways: sideways.slice(0, 5), vertical: vertical.slice(0, 5), unreachable: unreachable.slice(0, 5),
    faint: [...faint].slice(0, 5), policy: window.policyViolations.splice(0),
  };
}
