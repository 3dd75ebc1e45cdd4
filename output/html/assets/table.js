// Tables: sort by a heading, download as CSV, filter by status.

const PLAIN_NUMBER = /^-?\d{1,11}(\.\d+)?$/; // not the 12 digits of a code

// cellText is what the reader sees in a cell, in the language shown.
function cellText(cell) {
  const other = language() === "en" ? "zh" : "en";
  const copy = cell.cloneNode(true);
  for (const el of copy.querySelectorAll('[lang="' + other + '"]')) el.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// sortValue is a number where the cell carries one; a dash sorts last.
function sortValue(cell) {
  if (cell.dataset.v !== undefined) {
    const n = Number(cell.dataset.v);
    return Number.isNaN(n) ? cell.dataset.v : n;
  }
  const text = cellText(cell);
  if (text === "–" || text === "") return null;
  return PLAIN_NUMBER.test(text) ? Number(text) : text;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), language() === "en" ? "en" : "zh-CN", { numeric: true });
}

function sortTable(table, column, descending) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows).map((row) => ({ row, v: sortValue(row.cells[column]) }));
  rows.sort((a, b) => {
    if (a.v === null || b.v === null) return (a.v === null) - (b.v === null);
    return descending ? compare(b.v, a.v) : compare(a.v, b.v);
  });
  body.append(...rows.map((r) => r.row));
  Array.from(table.tHead.rows[0].cells).forEach((th, i) => {
    th.setAttribute("aria-sort", i !== column ? "none" : descending ? "descending" : "ascending");
  });
}

function startSorting(table) {
  Array.from(table.tHead.rows[0].cells).forEach((th, i) => {
    th.setAttribute("aria-sort", "none");
    th.tabIndex = 0;
    const sort = () => {
      const now = th.getAttribute("aria-sort");
      // Numbers start with the largest, words with the first.
      sortTable(table, i, now === "none" ? th.dataset.kind === "n" : now === "ascending");
    };
    th.addEventListener("click", sort);
    th.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" && e.key !== " ") return;
      e.preventDefault();
      sort();
    });
  });
}

// csvField writes a cell so that a spreadsheet neither runs it nor cuts it:
// what looks like a formula gets an apostrophe, a code a tab that keeps it text.
function csvField(text, kind, raw) {
  if (kind === "n" && raw !== undefined) return raw;
  if (kind === "n" && PLAIN_NUMBER.test(text)) return text;
  if (kind === "code" && /^\d+$/.test(text)) text += "\t";
  else if (/^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\r\n\t']/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

function tableCSV(table) {
  const heads = Array.from(table.tHead.rows[0].cells);
  const lines = [heads.map((th) => csvField(cellText(th))).join(",")];
  for (const row of table.tBodies[0].rows) {
    lines.push(Array.from(row.cells).map((cell, i) => csvField(cellText(cell), heads[i].dataset.kind, cell.dataset.v)).join(","));
  }
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}

function startDownloads() {
  for (const b of document.querySelectorAll("[data-csv]")) {
    b.addEventListener("click", () => {
      const url = URL.createObjectURL(new Blob([tableCSV(document.getElementById(b.dataset.csv))], { type: "text/csv;charset=utf-8" }));
      const a = document.createElement("a");
      a.href = url;
      a.download = b.dataset.file + ".csv";
      a.click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    });
  }
}

// Cards show the targets of one status; a second click shows all again.
function startCards() {
  const cards = Array.from(document.querySelectorAll("[data-filter]"));
  for (const card of cards) {
    card.addEventListener("click", () => {
      const on = card.getAttribute("aria-pressed") !== "true";
      for (const c of cards) c.setAttribute("aria-pressed", String(on && c === card));
      document.body.classList.toggle("filtered", on);
      for (const el of document.querySelectorAll(".todos > li, .done > li, #ledger tbody tr")) {
        el.hidden = on && el.dataset.status !== card.dataset.filter;
      }
    });
  }
}
