// A jump within a page goes by the estimated heights of what is not laid out yet, and the theme may scroll once more after
// it: the target is met again for some frames, until its surroundings have their heights, unless the reader moves on.
const FRAMES = 20
document.addEventListener("click", event => {
  const link = event.target instanceof Element ? event.target.closest("a[href*='#']") : null
  if (!link || link.origin + link.pathname !== location.origin + location.pathname) return
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)))
  if (!target) return
  const moved = new AbortController()
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"])
    addEventListener(kind, () => moved.abort(), { signal: moved.signal, passive: true })
  const meet = frame => {
    if (moved.signal.aborted) return
    target.scrollIntoView()
    if (frame < FRAMES) requestAnimationFrame(() => meet(frame + 1))
    else moved.abort()
  }
  requestAnimationFrame(() => meet(1))
})

// what a heading announces in one folded line opens for who comes by a link to the heading, and so does what holds the target
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  for (let box = target && target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true
  const below = target && target.matches("h2, h3") && target.nextElementSibling
  const line = below && below.matches("p") ? below.nextElementSibling : below // a sentence may stand between
  if (line && line.matches("details.more")) line.open = true
}
document$.subscribe(unfold)
addEventListener("hashchange", unfold)
