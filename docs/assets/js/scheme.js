// What the theme's inline scripts do, as a file, so that the page can forbid inline scripts.
// Loaded right after the palette's radio buttons and without defer: the scheme is set before the page is painted.
// The address of this file is <root>/assets/js/scheme.js, whichever page loads it.
window.__md_scope = new URL("../..", document.currentScript.src)
window.__md_hash = text => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0)
window.__md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key))
window.__md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value))
  } catch (error) {} // storage may be full or forbidden; the scheme is then not remembered
}

{
  const names = ["scheme", "primary", "accent"]
  const stored = __md_get("__palette")
  const wished = [...document.querySelectorAll("[data-md-component=palette] [data-md-color-media]")].find(option =>
    matchMedia(option.getAttribute("data-md-color-media")).matches
  )
  for (const name of names) {
    const value = stored?.color ? stored.color[name] : wished?.getAttribute("data-md-color-" + name)
    if (value) document.body.setAttribute("data-md-color-" + name, value)
  }
}
