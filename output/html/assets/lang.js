"use strict";
// Language: a class on <html> shows one of the two texts; labels that are
// attributes carry both.
function setLanguage(lang) {
  const root = document.documentElement;
  root.classList.remove("zh", "en");
  root.classList.add(lang);
  root.lang = lang === "en" ? "en" : "zh-CN";
  const title = document.querySelector("title");
  document.title = title.getAttribute("data-" + lang) || document.title;
  for (const el of document.querySelectorAll("[aria-label][data-zh]")) {
    el.setAttribute("aria-label", el.getAttribute("data-" + lang));
  }
  for (const b of document.querySelectorAll("[data-lang]")) {
    b.setAttribute("aria-pressed", String(b.dataset.lang === lang));
  }
}

function language() {
  return document.documentElement.classList.contains("en") ? "en" : "zh";
}

function startLanguage() {
  for (const b of document.querySelectorAll("[data-lang]")) {
    b.addEventListener("click", () => setLanguage(b.dataset.lang));
  }
  setLanguage(language());
}
