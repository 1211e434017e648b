// <wattpix-chart chart="energy-by-steps" model="sd2.1" lang="fr" ...>: a chart of this site in any page. Every attribute is a key of a
// link; several values of one key are separated by spaces. The language is that of the element's own `lang`, not that of the page
// around it, in which the chart may not exist. Its content, a link, is shown where this script does not run. A classic script:
// browsers load those from any host, modules only from hosts that allow it.

(() => {
  const site = new URL("./", document.currentScript.src);

  /// Attributes that every element may have and that say nothing about the chart.
  const COMMON = /^(aria-.*|class|data-.*|dir|hidden|id|part|role|slot|style|tabindex|title)$/;

  /// Heights that a chart may ask for, in CSS pixels.
  const [LEAST, MOST] = [120, 6000];

  class WattpixChart extends HTMLElement {
    #frame = document.createElement("iframe");

    constructor() {
      super();
      this.#frame.loading = "lazy";
      this.#frame.width = "100%";
      this.#frame.height = "480";
      // Set one by one: a page's content security policy may forbid a style attribute.
      Object.assign(this.#frame.style, { display: "block", width: "100%", border: "0" });
      this.attachShadow({ mode: "open" }).append(this.#frame);
      new MutationObserver(() => this.#load()).observe(this, { attributes: true });
    }

    connectedCallback() {
      this.style.display = "block";
      addEventListener("message", this.#resize);
      this.#load();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#resize);
    }

    #load() {
      const address = new URL("embed.html", site);
      for (const { name, value } of this.attributes) {
        if (COMMON.test(name)) continue;
        // A chart is in a language, not in one of its regions: "fr" of "fr-CA".
        const given = name === "lang" ? value.split("-")[0] : value;
        for (const part of given.split(/\s+/).filter(Boolean)) address.searchParams.append(name, part);
      }
      this.#frame.title = this.title || this.textContent.trim() || "Wattpix chart";
      if (this.#frame.src !== address.href) this.#frame.src = address.href;
    }

    #resize = (event) => {
      if (event.source !== this.#frame.contentWindow || event.origin !== site.origin) return;
      const { type, height } = event.data ?? {};
      if (type === "wattpix-height" && height >= LEAST && height <= MOST) this.#frame.style.height = `${height}px`;
    };
  }

  if (!customElements.get("wattpix-chart")) customElements.define("wattpix-chart", WattpixChart);
})();
