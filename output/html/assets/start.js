document.documentElement.classList.add("scripted");
startLanguage();
startCards();
startDownloads();
document.querySelectorAll("table").forEach(startSorting);
for (const svg of document.querySelectorAll("svg.map")) {
  new SketchMap(svg);
  stepThrough(Array.from(svg.querySelectorAll(".u")));
  stepThrough(Array.from(svg.querySelectorAll(".f")));
  startTips(svg);
}
document.querySelectorAll(".chart svg").forEach(startTips);
document.querySelector("[data-print]").addEventListener("click", () => window.print());
addEventListener("keydown", (e) => { if (e.key === "Escape") hideTip(); });
addEventListener("scroll", hideTip, { passive: true });

// The contents mark the section in sight.
if (window.IntersectionObserver) {
  const links = new Map(Array.from(document.querySelectorAll("nav a")).map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver((entries) => {
    for (const e of entries) {
      const a = links.get(e.target.id);
      if (!a || !e.isIntersecting) continue;
      links.forEach((l) => l.removeAttribute("aria-current"));
      a.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  document.querySelectorAll("section[id]").forEach((s) => seen.observe(s));
}
