// The search runs in a worker, which a page opened from a disk may not start: there a frame of the page stands in for it.
if (location.protocol === "file:") {
  // Asked to navigate instantly, the theme leaves a page without a server as it is: no copy buttons, no boxes around tables.
  const config = document.getElementById("__config")
  const settings = JSON.parse(config.textContent)
  settings.features = settings.features.filter(feature => feature !== "navigation.instant")
  config.textContent = JSON.stringify(settings)
  // a preview would be fetched, which is refused to a file
  for (const link of document.querySelectorAll("[data-preview]")) link.removeAttribute("data-preview")

  window.Worker = class extends EventTarget {
    constructor(address) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.title = "search"
      this.ready = new Promise(resolve => {
        frame.addEventListener("load", () => {
          const inside = frame.contentWindow
          inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
          const script = inside.document.createElement("script")
          script.src = address
          script.addEventListener("load", () => resolve(inside))
          inside.document.body.append(script)
        }, { once: true })
      })
      document.body.append(frame)
    }
    postMessage(data) {
      this.ready.then(inside => inside.dispatchEvent(new inside.MessageEvent("message", { data })))
    }
    terminate() {}
  }
}
