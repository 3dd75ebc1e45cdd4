// Maps: pan and zoom with mouse, touch and keyboard; tooltips.

const MAX_ZOOM = 16;

class SketchMap {
  constructor(svg) {
    this.svg = svg;
    this.view = svg.querySelector(".view");
    this.box = svg.viewBox.baseVal;
    this.bar = svg.querySelector(".scale");
    this.barText = svg.querySelector(".scale-text");
    this.mpu = Number(svg.dataset.mpu);
    this.pointers = new Map();
    this.reset();
    svg.tabIndex = 0;
    svg.addEventListener("keydown", (e) => this.key(e));
    svg.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    svg.addEventListener("pointerdown", (e) => this.down(e));
    svg.addEventListener("pointermove", (e) => this.move(e));
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (e) => this.up(e));
    for (const b of svg.parentNode.querySelectorAll("[data-zoom]")) {
      b.addEventListener("click", () => this.button(b.dataset.zoom));
    }
    if (window.ResizeObserver) new ResizeObserver(() => this.draw()).observe(svg);
  }

  reset() {
    this.k = 1;
    this.x = 0;
    this.y = 0;
    this.draw();
  }

  button(what) {
    if (what === "reset") this.reset();
    else this.zoom(what === "in" ? 1.6 : 1 / 1.6);
  }

  // units of the drawing per pixel of the screen, before zooming
  scale() {
    return this.svg.clientWidth ? this.box.width / this.svg.clientWidth : 2;
  }

  at(e) {
    const r = this.svg.getBoundingClientRect();
    return { x: (e.clientX - r.left) * this.scale(), y: (e.clientY - r.top) * this.scale() };
  }

  zoom(factor, centre) {
    const c = centre || { x: this.box.width / 2, y: this.box.height / 2 };
    const k = Math.min(MAX_ZOOM, Math.max(1, this.k * factor));
    this.x = c.x - ((c.x - this.x) * k) / this.k;
    this.y = c.y - ((c.y - this.y) * k) / this.k;
    this.k = k;
    this.draw();
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.draw();
  }

  draw() {
    const { width: w, height: h } = this.box;
    // Half of the map stays in sight.
    this.x = Math.min(w / 2, Math.max(w / 2 - w * this.k, this.x));
    this.y = Math.min(h / 2, Math.max(h / 2 - h * this.k, this.y));
    const r = (v) => Math.round(v * 100) / 100;
    this.view.setAttribute("transform", `translate(${r(this.x)} ${r(this.y)}) scale(${r(this.k)})`);
    const u = this.scale() / this.k;
    this.svg.style.setProperty("--u", u.toFixed(3));
    this.svg.dataset.tier = u > 3 ? 0 : u > 1.3 ? 1 : u > 0.65 ? 2 : u > 0.32 ? 3 : 4;
    this.svg.classList.toggle("zoomed", this.k > 1.01);
    this.drawBar();
  }

  drawBar() {
    const most = (this.box.width / 5) * (this.mpu / this.k);
    let step = Math.pow(10, Math.floor(Math.log10(most)));
    step *= [5, 2, 1].find((m) => m * step <= most) || 1;
    const length = Math.round(((step * this.k) / this.mpu) * 10) / 10;
    this.bar.setAttribute("d", `M0 40v20h${length}v-20`);
    this.barText.setAttribute("x", length);
    this.barText.textContent = step < 1000 ? `${step} m` : `${step / 1000} km`;
  }

  wheel(e) {
    if (!e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    this.zoom(Math.exp(-e.deltaY * 0.004), this.at(e));
  }

  down(e) {
    if (e.pointerType === "mouse" && e.button !== 0) return;
    this.pointers.set(e.pointerId, this.at(e));
    this.moved = false;
  }

  move(e) {
    if (!this.pointers.has(e.pointerId)) return;
    const was = this.pointers.get(e.pointerId), now = this.at(e);
    const others = Array.from(this.pointers).filter(([id]) => id !== e.pointerId).map(([, p]) => p);
    if (others.length === 0) {
      if (e.pointerType !== "mouse" && this.k <= 1.01) return; // the page scrolls
      if (!this.moved && Math.hypot(now.x - was.x, now.y - was.y) < 3 * this.scale()) return;
      if (!this.moved) this.svg.setPointerCapture(e.pointerId);
      this.moved = true;
      this.svg.classList.add("dragging");
      hideTip();
      this.pan(now.x - was.x, now.y - was.y);
    } else {
      const o = others[0];
      const before = Math.hypot(was.x - o.x, was.y - o.y), after = Math.hypot(now.x - o.x, now.y - o.y);
      if (before > 0) this.zoom(after / before, { x: (now.x + o.x) / 2, y: (now.y + o.y) / 2 });
    }
    this.pointers.set(e.pointerId, now);
  }

  up(e) {
    this.pointers.delete(e.pointerId);
    this.svg.classList.remove("dragging");
  }

  key(e) {
    if (e.target !== this.svg || e.ctrlKey || e.metaKey || e.altKey) return;
    const step = this.box.width / 10;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (moves[e.key]) this.pan(...moves[e.key]);
    else if (e.key === "+" || e.key === "=") this.zoom(1.6);
    else if (e.key === "-" || e.key === "_") this.zoom(1 / 1.6);
    else if (e.key === "0") this.reset();
    else return;
    e.preventDefault();
  }
}

// stepThrough gives units and facilities one tab stop each; arrows go on from
// there.
function stepThrough(items) {
  items.forEach((el, i) => {
    el.setAttribute("tabindex", i === 0 ? "0" : "-1");
    el.addEventListener("keydown", (e) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
      if (!by) return;
      e.preventDefault();
      const next = items[(i + by + items.length) % items.length];
      el.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  });
}

// Tooltips take over from <title>, whose text is both languages, a line each.
function tipText(el) {
  const title = el.querySelector("title");
  if (title) {
    el.dataset.tip = title.textContent;
    title.remove();
  }
  const lines = (el.dataset.tip || "").split("\n");
  return lines[language() === "en" && lines.length > 1 ? 1 : 0];
}

function showTip(el, x, y) {
  const text = tipText(el), box = document.getElementById("tip");
  if (!text) return;
  el.setAttribute("aria-label", text);
  const cut = text.indexOf(" · ");
  const name = document.createElement("b");
  name.textContent = cut < 0 ? text : text.slice(0, cut);
  box.replaceChildren(name, cut < 0 ? "" : text.slice(cut + 3));
  box.hidden = false;
  const w = box.offsetWidth, h = box.offsetHeight;
  box.style.left = Math.max(4, Math.min(x + 14, window.innerWidth - w - 8)) + "px";
  box.style.top = (y + 18 + h > window.innerHeight ? Math.max(4, y - h - 10) : y + 18) + "px";
}

function hideTip() {
  document.getElementById("tip").hidden = true;
}

function startTips(svg) {
  const of = (e) => e.target.closest && e.target.closest(".u, .f, .p");
  svg.addEventListener("pointermove", (e) => {
    const el = of(e);
    if (el && e.buttons === 0) showTip(el, e.clientX, e.clientY);
    else if (e.pointerType === "mouse") hideTip();
  });
  svg.addEventListener("click", (e) => {
    const el = of(e);
    if (el) showTip(el, e.clientX, e.clientY);
    else hideTip();
  });
  svg.addEventListener("pointerleave", hideTip);
  svg.addEventListener("focusin", (e) => {
    const el = of(e);
    if (!el || !el.matches(":focus-visible")) return;
    const r = el.getBoundingClientRect();
    showTip(el, r.left + r.width / 2, r.top + r.height / 2);
  });
  svg.addEventListener("focusout", hideTip);
}
