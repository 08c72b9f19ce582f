// What a reader's eye would trip over on the page as it stands, and what one sees of it as it comes. Its boxes are opened
// for that, at a desk if `unfold` says so, and closed again. Read by visit.py.
async ({width, unfold}) => {
  const article = document.querySelector("article") || document.body;
  const every = selector => [...article.querySelectorAll(selector)];
  const begins = element => element.textContent.trim().slice(0, 60);
  const desk = width >= 1280;

  // as it comes: where its first row begins, its height, the words of code and of prose, and displays that do not fit
  const words = text => text.split(/\s+/).filter(word => /\w/.test(word)).length;
  const listings = every(".highlight pre > code").filter(listing => listing.checkVisibility());
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let prose = 0;
  while (unfold && walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest(".highlight, .katex, .equation, table, svg, script, style, nav") && parent.checkVisibility())
      prose += words(walker.currentNode.textContent);
  }
  const first = every(".equation")[0];
  const shown = {
    row: first ? Math.round(first.getBoundingClientRect().top + scrollY) : null,
    height: document.documentElement.scrollHeight,
    code: listings.reduce((sum, listing) => sum + words(listing.textContent), 0),
    prose,
    cut: every(".equation > .arithmatex").filter(display => display.scrollWidth > display.clientWidth + 1).map(begins),
  };

  const folded = every("details:not([open])").filter(() => unfold || !desk);
  for (const box of folded) box.open = true;
  const looks = [];

  // the lines of a listing or of an output are seen whole at a desk
  const listed = every(".highlight pre > code").filter(listing => listing.checkVisibility());
  for (const listing of desk ? listed : [])
    if (listing.scrollWidth > listing.clientWidth + 1) looks.push(`wider than the column: ${begins(listing)}`);

  // no button lies on code, and an output has none; the theme gives a listing its buttons when the listing comes near, and
  // all of them do while the article is drawn small
  let buttons = 0;
  const copied = unfold ? every(".language-python.highlight") : [];
  const bare = () => copied.find(listing => !listing.querySelector("button"));
  article.style.cssText = "transform: scale(0.01); transform-origin: top left";
  for (let frame = 0; bare() && frame < 600; frame++) await new Promise(requestAnimationFrame);
  article.style.cssText = "";
  if (bare()) looks.push(`a listing gets no button: ${begins(bare())}`);
  for (const block of unfold ? every(".highlight") : []) {
    const text = document.createRange();
    text.selectNodeContents(block.querySelector("pre > code"));
    const seen = [...block.querySelectorAll("button")].filter(button => button.getClientRects().length);
    buttons += seen.length;
    if (seen.length && block.classList.contains("language-text")) looks.push(`an output has a button: ${begins(block)}`);
    if (seen.some(button => button.getBoundingClientRect().bottom > text.getBoundingClientRect().top + 1))
      looks.push(`a button covers the code: ${begins(block)}`);
  }

  // the reasons of a chain, and on a phone the cells of a card, are on the screen
  const reasons = every(".chain-reason"), cells = desk ? [] : every(".cards td");
  for (const element of [...reasons, ...cells]) {
    const box = element.getBoundingClientRect();
    if (element.getClientRects().length && (box.left < 0 || box.right > innerWidth || box.width < 20))
      looks.push(`out of sight: ${begins(element)}`);
  }
  for (const box of desk ? [] : every(".md-typeset__scrollwrap, .cards td, div.arithmatex"))
    if (box.scrollWidth > box.clientWidth + 1) looks.push(`a phone does not show this whole: ${begins(box)}`);

  // what a finger opens is 24 pixels high
  for (const summary of desk ? [] : every("summary").filter(summary => summary.checkVisibility()))
    if (summary.getBoundingClientRect().height < 24) looks.push(`too low for a finger: ${begins(summary)}`);

  // no stop begins a line, away from the formula that it ends
  for (const held of every(".held")) {
    const range = document.createRange(), end = held.lastChild;
    if (!(end instanceof Text) || !held.checkVisibility()) continue;
    const drawn = [...held.querySelectorAll(".katex-base")].at(-1).getBoundingClientRect();
    range.selectNodeContents(end);
    if (range.getBoundingClientRect().left < drawn.right - 2) looks.push(`begins with a stop: ${begins(held.closest("p, li, dd, td"))}`);
  }

  // no words of a drawing reach over its edge or over other words, and no line of its grid strikes them out
  let texts = 0;
  for (const drawing of desk ? every("figure svg") : []) {
    const edge = drawing.getBoundingClientRect();
    const words = [...drawing.querySelectorAll("text")].map(element => [element.textContent, element.getBoundingClientRect()]);
    texts += words.length;
    for (const [text, box] of words)
      if (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)
        looks.push(`reaches over the edge of its drawing: ${text}`);
    words.forEach(([text, one], at) => {
      if (words.slice(at + 1).some(([, other]) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
          Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4)) looks.push(`lies on other words of its drawing: ${text}`);
    });
    const lines = [...drawing.querySelectorAll("line")].map(line => line.getBoundingClientRect()).filter(line => line.height < 1);
    const discs = [...drawing.querySelectorAll("circle.unit")].map(circle => circle.getBoundingClientRect()); // a line ends at a disc
    for (const [text, box] of words) {
      const free = !discs.some(disc => disc.left < box.left && disc.right > box.right && disc.top < box.top && disc.bottom > box.bottom);
      if (free && lines.some(line => line.left < box.right - 2 && line.right > box.left + 2 &&
          Math.abs((line.top + line.bottom - box.top - box.bottom) / 2) < box.height / 4)) looks.push(`struck out by a line: ${text}`);
    }
  }

  // no name goes on in the next line in the middle of a word
  const names = every(desk ? "td code" : ":not(pre) > code").filter(code => code.checkVisibility());
  for (const code of names.filter(code => code.getClientRects().length > 1)) {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), places = [], range = document.createRange();
    while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) places.push([walker.currentNode, at]);
    const top = at => {
      range.setStart(...places[at]);
      range.setEnd(places[at][0], places[at][1] + 1);
      return range.getBoundingClientRect().top;
    };
    const text = code.textContent;
    for (const {index} of text.matchAll(/(?<=[A-Za-z\d])[A-Za-z\d]/g))
      if (top(index) > top(index - 1) + 5) looks.push(`broken: ${text.slice(0, index)}|${text.slice(index)}`);
  }

  for (const box of folded) box.open = false;
  scrollTo(0, 0);
  return [looks, {...shown, buttons, reasons: reasons.length, cells: cells.length, texts, names: names.length, listed: listed.length}];
}
