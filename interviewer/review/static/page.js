// Keys for what the page's links and forms do anyway.
"use strict";

const page = document.body.dataset.page;
const claims = [...document.querySelectorAll(".claim")];
const marks = [...document.querySelectorAll(".answer mark")];

let isLeaving = false; // a key pressed before the next page is there is not meant for this one

function focused() {
  return claims.find((claim) => claim.classList.contains("focus"));
}

function focus(claim) {
  for (const each of claims) {
    each.classList.toggle("focus", each === claim);
    if (each === claim) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  const number = claim.dataset.claim;
  let first = null;
  for (const mark of marks) {
    const is = mark.dataset.claims.split(" ").includes(number);
    mark.classList.toggle("on", is);
    if (is && !first) first = mark;
  }
  if (first) first.scrollIntoView({ block: "nearest" });
  claim.scrollIntoView({ block: "nearest" });
  const address = new URL(location.href);
  address.searchParams.set("focus", number);
  address.searchParams.delete("note");
  address.hash = "";
  history.replaceState(null, "", address);
}

function follow(selector, last = false) {
  const link = document.querySelector(selector);
  if (!link) return;
  const address = new URL(link.href);
  if (last) address.searchParams.set("focus", "last");
  isLeaving = true;
  location.assign(address);
}

function step(by) {
  if (page === "list") return stepRows(by);
  const next = claims[claims.indexOf(focused()) + by];
  if (next) focus(next);
  else follow(by > 0 ? "a[rel=next]" : "a[rel=prev]", by < 0);
}

function stepRows(by) {
  const rows = [...document.querySelectorAll(".row a")];
  const next = rows[rows.indexOf(document.activeElement) + by];
  if (next) next.focus();
}

function label(place) {
  const option = focused()?.querySelectorAll("form.label input[type=radio]")[place];
  if (!option) return;
  option.checked = true;
  const reason = option.form.querySelector("input[name=reason]");
  if ("needsReason" in option.dataset && !reason.value.trim()) reason.focus();
  else option.form.requestSubmit();
}

function accept() {
  focused()?.querySelector("form.accept button[data-mine]")?.click();
}

function help() {
  location.hash = location.hash === "#help" ? "#main" : "#help";
}

function filter() {
  const field = document.querySelector(".filters select, .filters input");
  if (field) field.focus();
  else follow("#to-list");
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => follow("a[rel=next]"),
  p: () => follow("a[rel=prev]"),
  l: () => follow("#to-list"),
  a: accept,
  u: () => document.querySelector("form.undo")?.requestSubmit(),
  "/": filter,
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (isLeaving) return event.preventDefault();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    if (location.hash === "#help") help();
    else document.activeElement?.blur();
    return;
  }
  const field = event.target;
  const isTyping = field.matches?.("input:not([type=radio]):not([type=checkbox]), select, textarea");
  if (isTyping) return;
  const does = /^[1-4]$/.test(event.key) ? () => label(Number(event.key) - 1) : KEYS[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

for (const claim of claims) {
  claim.querySelector(".number").addEventListener("click", (event) => {
    event.preventDefault();
    focus(claim);
  });
}

for (const form of document.querySelectorAll("form.label")) {
  form.addEventListener("submit", (event) => {
    const option = form.querySelector("input[type=radio]:checked");
    const reason = form.querySelector("input[name=reason]");
    if (!option || !("needsReason" in option.dataset) || reason.value.trim()) return;
    event.preventDefault();
    reason.focus();
  });
}

document.addEventListener("submit", (event) => {
  isLeaving = !event.defaultPrevented;
});

window.addEventListener("pageshow", () => {
  isLeaving = false;
});

for (const field of document.querySelectorAll(".filters select, .filters input")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

window.addEventListener("hashchange", () => {
  if (location.hash === "#help") document.getElementById("help").focus();
});

if (new URLSearchParams(location.search).has("focus") && focused()) {
  document.querySelector(".answer mark.on")?.scrollIntoView({ block: "nearest" });
  focused().scrollIntoView({ block: "nearest" });
}
