// Search as one types. What it looks through are scripts beside this one, loaded as they are needed:
// words by their beginning, and people by number, some hundreds in each.
"use strict";

const rapport = {
  loaded: { beginnings: new Map(), words: new Map(), people: new Map() },
  beginnings(key, names) { this.loaded.beginnings.set(key, new Set(names)); },
  words(key, found) { this.loaded.words.set(key, found); },
  people(key, found) { this.loaded.people.set(key, found); },
};
window.rapport = rapport;

(() => {
  const SHOWN_MAX = 30;
  const PEOPLE_A_FILE = 250;
  const WORD_MAX = 40;
  const IDLE = new Set(["http", "https", "www", "com"]);
  const BETWEEN = /[\s@.,;:/()"'<>&+_|#*!?=[\]{}\\-]+/u;
  const PLAIN = { ß: "ss", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const root = document.body.dataset.root;
  const box = document.querySelector(".search");
  const field = document.getElementById("search");
  const shown = document.getElementById("found");
  const waiting = new Map();
  let asked = 0;

  box.hidden = false;
  name();
  // Whoever is found may be on the sheet that is open.
  window.addEventListener("hashchange", () => {
    shown.hidden = true;
    name();
  });
  field.addEventListener("input", () => { look(field.value); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape") {
      shown.hidden = true;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event);
    }
  });

  // Of all people on a sheet one is shown, and the window is called by their name.
  function name() {
    const one = document.getElementById(location.hash.slice(1))?.closest(".one");
    if (one) document.title = `${one.querySelector("h1").textContent} · Rapport`;
  }

  function move(event) {
    const links = [...shown.querySelectorAll("a")];
    if (shown.hidden || !links.length || !box.contains(document.activeElement)) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (links[at] || field).focus();
  }

  function folded(text) {
    const bare = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/gu, "").normalize("NFC");
    return bare.replace(/[ßøæœłđðþı]/gu, (mark) => PLAIN[mark]);
  }

  function load(kind, key) {
    const path = kind === "beginnings" ? kind : `${kind}/${key}`;
    if (!waiting.has(path)) {
      waiting.set(path, new Promise((done) => {
        const script = document.createElement("script");
        script.src = `${root}search/${path}.js`;
        script.onload = script.onerror = () => { done(rapport.loaded[kind].get(key)); };
        document.head.append(script);
      }));
    }
    return waiting.get(path);
  }

  async function places(word) {
    const marks = [...word];
    const isPlain = marks[0].codePointAt(0) < 128;
    const beginning = marks.slice(0, isPlain ? 2 : 1);
    const key = beginning.map((mark) => mark.codePointAt(0).toString(16)).join("-");
    const there = await load("beginnings", "all");
    const words = there && there.has(key) ? await load("words", key) : {};
    const found = new Set();
    for (const [each, told] of Object.entries(words)) {
      if (each.startsWith(word)) for (const place of told.split(",")) found.add(Number(place));
    }
    return found;
  }

  async function look(text) {
    const turn = ++asked;
    const words = folded(text).split(BETWEEN).filter((word) => word && !IDLE.has(word))
      .map((word) => [...word].slice(0, WORD_MAX).join(""));
    if (!words.some((word) => word.length > 1 || word.codePointAt(0) > 127)) {
      shown.hidden = true;
      return;
    }
    const sets = await Promise.all(words.map(places));
    if (turn !== asked) return;
    const found = [...sets[0]].filter((place) => sets.every((set) => set.has(place)));
    found.sort((a, b) => a - b);
    const first = found.slice(0, SHOWN_MAX);
    const people = await Promise.all(first.map(async (place) => {
      const file = await load("people", String(Math.floor(place / PEOPLE_A_FILE)));
      return file && file[place % PEOPLE_A_FILE];
    }));
    if (turn === asked) show(people.filter(Boolean), found.length);
  }

  function show(people, count) {
    const told = document.createElement("p");
    told.textContent = count === 0 ? "Nobody fits." : count === 1 ? "1 person" :
      `${count.toLocaleString("en")} people${count > SHOWN_MAX ? `, the first ${SHOWN_MAX}` : ""}`;
    shown.replaceChildren(told, ...people.map(([sheet, id, name, work]) => {
      const link = document.createElement("a");
      link.href = `${root}person/${sheet}.html#${id}`;
      link.dir = "auto";
      link.textContent = name || "Without a name";
      if (work) {
        const small = document.createElement("small");
        small.textContent = work;
        link.append(small);
      }
      return link;
    }));
    shown.hidden = false;
  }
})();
