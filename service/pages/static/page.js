// What a page does beyond being read: the map follows its slider, and a list is checked without leaving the page.
// Every number comes from the same public addresses that the page names; without this file each view still reads.
"use strict";

const byId = (id) => document.getElementById(id);
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
const spoken = (word) => word.replaceAll("_", " ");
const MONTHS = "January February March April May June July August September October November December".split(" ");
const spokenDay = (day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
const daysFrom = (first, last) => (Date.parse(last) - Date.parse(first)) / 86400000;

// An empty field of a form is not asked, and need not stand in the address.
each("form[method=get]", (form) => form.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
}));

function followSlider(slider) {
  const days = byId("days"), stops = days.dataset.stops.trim().split(" "), play = byId("play");
  const scope = new URLSearchParams(location.search);
  scope.delete("as_of");
  for (const [name, value] of [...scope]) if (value === "") scope.delete(name);
  const kept = new Map();
  let asking = null, waiting = 0, playing = 0;

  const address = (path, day, ...before) => `${path}?${new URLSearchParams([...before, ...scope, ...(day ? [["as_of", day]] : [])])}`;
  const source = (day) => `/v1/minerals?${new URLSearchParams([["status", "any"], ["sort", "atomic_number"], ["limit", "500"], ["as_of", day], ...scope])}`;

  async function rowsOf(day, signal) {
    if (kept.has(day)) return kept.get(day);
    const answer = await fetch(source(day), { signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const rows = (await answer.json()).data;
    kept.set(day, rows);
    return rows;
  }

  const signs = new Map(), soonDays = Number(byId("signs").dataset.soonDays);
  each("#signs [data-mark]", (entry) => signs.set(entry.dataset.mark, entry.dataset.sign));
  const letters = new Map();
  each("#legend [data-status]", (entry) => letters.set(entry.dataset.status, entry.dataset.letter));

  const marksOf = (row, day) => [
    row.conditional && "conditional",
    row.certainty === "unresolved" && "unresolved",
    row.certainty === "projected" && "projected",
    row.next_change && daysFrom(day, row.next_change.on) <= soonDays && "soon",
  ].filter(Boolean);

  function sentence(row) {
    const ahead = row.next_change;
    if (!ahead) return row.summary;
    const everywhere = !ahead.destinations || ahead.destinations.mode === "all";
    const narrow = everywhere && !ahead.end_use && !ahead.forms.length ? "" : " in a narrower case";
    return `${row.summary} Next change: ${spokenDay(ahead.on)}, ${spoken(ahead.from)} to ${spoken(ahead.to)}${narrow}.`;
  }

  function paint(rows, day) {
    const counts = new Map();
    const count = (word) => counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const row of rows) {
      const tile = document.querySelector(`a[data-id="${row.id}"]`), marks = marksOf(row, day);
      [row.status, ...marks].forEach(count);
      if (!tile) continue;
      tile.className = ["tile", `s-${row.status}`, ...marks.map((word) => `m-${word}`)].join(" ");
      tile.href = address(`/minerals/${row.id}`, day);
      tile.querySelector(".code").textContent = [letters.get(row.status) ?? "!", ...marks.map((word) => signs.get(word))].join("");
      tile.querySelector(".state").textContent = `: ${[spoken(row.status), ...marks].join(", ")}`;
      tile.querySelector(".say").textContent = sentence(row);
    }
    each("#legend [data-status]", (entry) => { entry.querySelector("dd").textContent = counts.get(entry.dataset.status) ?? 0; });
    each("#signs [data-mark]", (entry) => { entry.querySelector("dd").textContent = counts.get(entry.dataset.mark) ?? 0; });
    byId("day").textContent = spokenDay(day);
    document.title = `Map of controls, ${spokenDay(day)} · Mineral export controls`;
    const shown = [...letters.keys()].filter((word) => counts.get(word)).map((word) => `${counts.get(word)} ${spoken(word)}`);
    byId("told").textContent = `${spokenDay(day)}: ${shown.join(", ")}.`;
    byId("asked").textContent = byId("asked").dataset.root + source(day);
    history.replaceState(null, "", address("/", day));
  }

  function point(at) {
    const day = stops[at], share = `${((100 * at) / Math.max(1, stops.length - 1)).toFixed(2)}%`;
    slider.value = slider.defaultValue = at;
    slider.setAttribute("aria-valuetext", spokenDay(day));
    const field = document.querySelector(".question [name=as_of]");
    field.value = field.defaultValue = day;
    const here = document.querySelector(".scale line.here");
    here.setAttribute("x1", share);
    here.setAttribute("x2", share);
    lead("prev", stops[at - 1], (text) => `‹ ${text}`, "‹ the first");
    lead("next", stops[at + 1], (text) => `${text} ›`, "the last ›");
  }

  function lead(rel, day, text, none) {
    const link = document.querySelector(`.step [rel=${rel}]`);
    link.textContent = day ? text(spokenDay(day)) : none;
    if (day) link.href = address("/", day); else link.removeAttribute("href");
  }

  function show(at) {
    point(at);
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking, day = stops[at];
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      try {
        const rows = await rowsOf(day, signal);
        if (!signal.aborted) paint(rows, day);
      } catch (error) {
        if (error.name !== "AbortError") location.assign(address("/", day)); // the server tells what is wrong
      }
    }, kept.has(day) ? 0 : 80);
  }

  function pause() {
    clearInterval(playing);
    playing = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  play.addEventListener("click", () => {
    if (playing) return pause();
    if (Number(slider.value) >= stops.length - 1) show(0);
    playing = setInterval(() => {
      const at = Number(slider.value) + 1;
      if (at >= stops.length) return pause();
      show(at);
    }, 1200);
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
  });
  slider.addEventListener("input", () => { pause(); show(Number(slider.value)); });
  each(".step a", (link) => link.addEventListener("click", (event) => {
    const day = link.rel ? new URL(link.href || location.href).searchParams.get("as_of") : days.dataset.today;
    const at = stops.indexOf(day);
    if (at < 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    pause();
    show(at);
  }));
  slider.value = slider.defaultValue; // what a browser restores may be a place on another scale
  slider.hidden = play.hidden = false;
}

function checkList(form) {
  const AT_ONCE = 200;
  const field = (name) => form.elements.namedItem(name);
  const said = byId("said"), progress = byId("progress"), more = byId("more"), save = byId("save");
  let found = [], shown = 0, sent = null;

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function question() {
    const asked = new URLSearchParams();
    for (const name of ["origin", "destination", "end_use", "date"]) if (field(name).value) asked.set(name, field(name).value);
    return `/v1/screenings${asked.size ? `?${asked}` : ""}`;
  }

  // The list goes to the public address as a table; what comes back is `accept`.
  function send(list, accept, told) {
    return new Promise((resolve, reject) => {
      const asking = new XMLHttpRequest();
      asking.open("POST", list.address);
      asking.setRequestHeader("Content-Type", "text/csv");
      asking.setRequestHeader("Accept", accept);
      asking.upload.onprogress = (event) => { if (event.lengthComputable) told(event.loaded / event.total, 0); };
      asking.onprogress = () => told(1, asking.responseText.split("\n").length - 1);
      asking.onload = () => (asking.status === 200 ? resolve(asking.responseText) : reject(problem(asking)));
      asking.onerror = () => reject(new Error("The list could not be sent."));
      asking.send(list.content);
    });
  }

  function problem(asking) {
    try {
      const body = JSON.parse(asking.responseText);
      return new Error(`${body.title}: ${body.detail}`);
    } catch {
      return new Error(`HTTP ${asking.status}`);
    }
  }

  function heed(share, lines) {
    progress.hidden = false;
    if (share < 1) progress.value = Math.round(100 * share); else progress.removeAttribute("value");
    said.textContent = share < 1 ? `Sending: ${Math.round(100 * share)} %` : `Checking: ${lines} lines answered`;
  }

  async function check(content) {
    sent = { content, address: question() };
    try {
      const lines = (await send(sent, "application/x-ndjson", heed)).trim().split("\n").map((line) => JSON.parse(line));
      show(lines.slice(0, -1), lines.at(-1));
    } catch (error) {
      byId("result").hidden = true;
      said.textContent = error.message;
    } finally {
      progress.hidden = true;
    }
  }

  function show(lines, whole) {
    found = lines;
    shown = 0;
    byId("totals").replaceChildren(...Object.entries(whole.totals).map(([outcome, count]) => {
      const entry = element("li", "", { class: `o-${outcome}`, "data-outcome": outcome });
      entry.append(element("b", String(count)), spoken(outcome));
      return entry;
    }));
    const warnings = whole.warnings.map((warning) => {
      const entry = element("li");
      entry.append(element("b", spoken(warning.code)), ` ${warning.detail}`);
      return entry;
    });
    const list = element("ul", "", { class: "warnings" });
    list.append(...warnings);
    byId("told").replaceChildren(...(warnings.length ? [list] : []));
    byId("lines").tBodies[0].replaceChildren();
    byId("result").hidden = save.hidden = false;
    page();
    const day = whole.as_of ? ` Lines without a day are answered for ${spokenDay(whole.as_of)}.` : "";
    said.textContent = `${lines.length} lines checked.${day}`;
    byId("result").focus();
  }

  function page() {
    const rows = found.slice(shown, shown + AT_ONCE).map(row);
    byId("lines").tBodies[0].append(...rows);
    shown += rows.length;
    more.hidden = shown >= found.length;
    byId("shown").textContent = more.hidden ? "" : `The first ${shown} of ${found.length} lines are shown.`;
  }

  function row(line) {
    const made = element("tr"), worse = line.at_worst && line.at_worst !== line.outcome;
    const mine = line.ref ?? Object.values(line.given).filter((value) => value !== null && value !== "").slice(0, 2).join(" · ");
    const mineral = element("td");
    if (line.mineral) {
      const asked = ["origin", "destination", "end_use", "form", "as_of"].filter((name) => line[name]).map((name) => [name, line[name]]);
      mineral.append(element("a", line.mineral.name, { href: `/minerals/${line.mineral.id}${asked.length ? `?${new URLSearchParams(asked)}` : ""}` }));
    }
    const ahead = line.next_change;
    made.append(
      element("td", String(line.line)),
      element("td", String(mine)),
      element("td", spoken(line.outcome) + (worse ? `, at worst ${spoken(line.at_worst)}` : ""), { class: `o o-${line.outcome}` }),
      mineral,
      element("td", why(line)),
      element("td", ahead ? `${spokenDay(ahead.on)}: ${spoken(ahead.from)} → ${spoken(ahead.to)}` : ""),
    );
    return made;
  }

  function why(line) {
    if (line.errors.length) return line.errors.map((error) => `${error.field}: ${error.detail}`).join("; ");
    return line.did_you_mean.length ? `did you mean ${line.did_you_mean.join(", ")}?` : line.summary ?? "";
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "csv") return;
    event.preventDefault();
    const content = field("file").files[0] ?? field("list").value;
    if (typeof content === "string" && !content.trim()) said.textContent = "Choose a file with a list, or paste one.";
    else check(content);
  });
  more.addEventListener("click", page);
  save.addEventListener("click", async () => {
    try {
      const table = await send(sent, "text/csv", () => {});
      const link = element("a", "", { href: URL.createObjectURL(new Blob(["\ufeff", table], { type: "text/csv" })), download: "screening.csv" });
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      said.textContent = error.message;
    }
  });

  const drop = byId("drop");
  const over = (event) => { event.preventDefault(); drop.classList.toggle("over", event.type === "dragover"); };
  ["dragover", "dragleave"].forEach((name) => drop.addEventListener(name, over));
  drop.addEventListener("drop", (event) => {
    over(event);
    if (!event.dataTransfer.files.length) return;
    field("file").files = event.dataTransfer.files;
    check(event.dataTransfer.files[0]);
  });
}

if (byId("slider")) followSlider(byId("slider"));
if (byId("check")) checkList(byId("check"));
