// KaTeX's tree of a formula with the same drawing in fewer elements: a page of formulas has tens of thousands, and a phone
// parses, styles and lays out each. Read by mathematics.py.

// classes that no rule of the stylesheets speaks of
const UNSTYLED = new Set(["", "mord", "mbin", "mrel", "mopen", "mclose", "mpunct", "minner", "mop", "mtight"])
// the size of a script in that of what it stands at, and the class that has it
const SCRIPTS = { "reset-size6 size3": [0.7, "script"], "reset-size3 size1": [5 / 7, "script within"] }

const INLINE = new Set(["katex-base", "katex-sizing", "enclosing"])

const em = length => parseFloat(length ?? 0)
const inEm = number => `${+number.toFixed(4)}em`
const plain = node => node.classes.every(name => UNSTYLED.has(name)) && !Object.keys(node.style ?? {}).length && !Object.keys(node.attributes ?? {}).length
const isText = node => node.text !== undefined

// An index or an exponent alone is a table of two rows: its only entry is moved up or down instead.
const script = node => {
  if (node.classes.join(" ") !== "msupsub" || Object.keys(node.style).length || node.children.length !== 1) return null
  const entries = node.children[0].children[0].children[0].children
  if (entries.length !== 1 || entries[0].children.length !== 2) return null
  const [pstrut, content] = entries[0].children
  const [scale, name] = SCRIPTS[(content.classes ?? []).slice(1, 3).join(" ")] ?? []
  if (!scale || content.classes[0] !== "katex-sizing" || Object.keys(content.style).length) return null
  const { top, marginLeft, marginRight, ...others } = entries[0].style
  if (Object.keys(others).length) return null
  content.classes = [name]
  content.style = { top: inEm((em(top) + em(pstrut.style.height)) / scale), marginRight: inEm(em(marginRight) / scale) }
  if (em(marginLeft)) content.style.marginLeft = inEm(em(marginLeft) / scale)
  content.scale = scale
  return content
}

// A space becomes the margin of what it follows.
const spaced = (node, space) => {
  if (isText(node)) node.italic = (node.italic || 0) + space
  else if (node.scale) node.style.marginRight = inEm(em(node.style.marginRight) + space / node.scale)
  else if (node.classes[0] === "enclosing") node.style.marginRight = inEm(em(node.style.marginRight) + space)
  else return false
  return true
}

const lighten = (node, inline) => {
  if (!node.children) return
  const children = []
  for (let child of node.children) {
    if (!child.classes) { // a drawn line
      children.push(child)
      continue
    }
    child = script(child) ?? child
    const fragment = !("attributes" in child)
    // what stands in a table of KaTeX is placed by rules of its own
    lighten(child, fragment ? inline : INLINE.has(child.classes[0]) || child.scale || (child.classes.length > 0 && plain(child)))
    if (inline && child.classes.join(" ") === "mspace" && Object.keys(child.style).join(" ") === "marginRight" && children.length && spaced(children.at(-1), em(child.style.marginRight))) continue
    if (inline && child.children && child.classes.length && plain(child)) children.push(...child.children)
    else children.push(child)
  }
  node.children = children
  if (inline) for (const child of children) if (isText(child) && plain(child) && !child.italic) child.classes = []
}

const lightened = (formula, source, options) => {
  const tree = katex.__renderToDomTree(formula, options)
  const drawn = tree.classes.includes("katex") ? tree : tree.children[0]
  const [mathml, visible] = drawn.children
  const math = mathml.children[0]
  math.children = math.children[0].children[0].children // without its annotation, which the attribute is instead
  drawn.attributes["data-latex"] = source
  lighten(visible, false)
  return tree.toMarkup()
}
