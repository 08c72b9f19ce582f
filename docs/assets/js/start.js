// What the theme's inline scripts do, as a file, so that the page can forbid inline scripts; and the switch between light and dark.
// Loaded right after that switch and without defer: the scheme is set before the page is painted.
// The address of this file is <root>/assets/js/start.js, whichever page loads it.
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
  // The theme's script gives these classes when the whole page is there, and the browser computes every style again.
  document.documentElement.className = "js js-focus-visible"

  const dark = matchMedia("(prefers-color-scheme: dark)")
  const button = document.querySelector(".scheme")
  const show = scheme => {
    document.body.setAttribute("data-md-color-scheme", scheme)
    button.setAttribute("aria-pressed", scheme === "slate")
  }
  const chosenOrWished = () => show(__md_get("__palette")?.color?.scheme ?? (dark.matches ? "slate" : "default"))
  chosenOrWished()
  dark.addEventListener("change", chosenOrWished)
  button.addEventListener("click", () => {
    const scheme = document.body.getAttribute("data-md-color-scheme") === "slate" ? "default" : "slate"
    __md_set("__palette", { color: { scheme } })
    show(scheme)
  })
}

{
  // The theme's script writes the relative addresses of a page that is served as whole ones, before the page has another. A stylesheet
  // whose address is written is read again, and the page styled and laid out again: the sheets wait until a link is followed.
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")]
  for (const sheet of sheets)
    Object.defineProperty(sheet, "href", { configurable: true, get: () => sheet.getAttribute("href"), set: () => {} })
  const leaving = new AbortController()
  const whole = () => {
    leaving.abort()
    for (const sheet of sheets) {
      delete sheet.href
      sheet.href = sheet.href
    }
  }
  const options = { capture: true, signal: leaving.signal }
  addEventListener("click", ({ target }) => target instanceof Element && target.closest("a[href]") && whole(), options)
  addEventListener("popstate", whole, options)
}

{
  // A script that runs before the first frame keeps the reader waiting for the page: those at the end of the page run after it, in
  // their order. The theme begins when it is told that the page is there. A page that nobody sees has no frame to wait for.
  const run = async () => {
    const links = [...document.querySelectorAll("body > link[as=script]")]
    await Promise.all(links.map(link => new Promise(done => {
      const script = document.createElement("script")
      script.src = link.href
      script.async = false
      script.onload = script.onerror = done
      document.body.append(script)
    })))
    document.dispatchEvent(new Event("DOMContentLoaded"))
    for (const link of links) link.remove()
  }
  const there = () => (document.hidden ? run() : requestAnimationFrame(() => setTimeout(run)))
  document.addEventListener("DOMContentLoaded", there, { once: true })
}
