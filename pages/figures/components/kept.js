// Keeps a record in the browser's storage, and gives back once what was there before this visit.

/** @import { Props, Send } from "./shared.js" */

/**
 * `record`: JSON, or "" for none. `emptied`: how often the visitor has emptied it.
 * @typedef {{ record: string, visit: string, emptied: number }} Data
 */

const PLACE = "progress";
const LONGEST = 64_000; // characters

/** Of this tab: the visit that was told what is stored, and how often that visit has emptied it. */
const told = { visit: "", emptied: 0 };

// Another tab has emptied the record. This one's visit still knows all of it and would write it back, so it ends here;
// what its controls say is in the address.
addEventListener("storage", ({ key, newValue }) => {
  if ((key === PLACE || key === null) && newValue === null) location.reload();
});

/** @returns {string} "" too where the browser keeps nothing */
function stored() {
  try {
    return localStorage.getItem(PLACE) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} text */
function store(text) {
  try {
    if (text === "") localStorage.removeItem(PLACE);
    else if (text.length <= LONGEST && text !== stored()) localStorage.setItem(PLACE, text);
  } catch {
    // Storage is full or forbidden: the visit itself goes on.
  }
}

/**
 * The record, with the chapters that another tab has stored beside it.
 * @param {string} record
 */
function merged(record) {
  if (record === "") return stored();
  try {
    const now = JSON.parse(record);
    const before = JSON.parse(stored() || "{}");
    if (before?.version !== now.version) return record;
    const both = JSON.stringify({ ...now, chapters: { ...before.chapters, ...now.chapters } });
    return both.length <= LONGEST ? both : record;
  } catch {
    return record; // what is stored is no JSON
  }
}

/**
 * @param {Data} data
 * @param {Send} send
 */
function keepRecord({ record, visit, emptied }, send) {
  if (told.visit !== visit) {
    Object.assign(told, { visit, emptied });
    const before = stored();
    if (before !== "" && before.length <= LONGEST) {
      send("found", before); // the next run's record has it
      return;
    }
  }
  if (emptied > told.emptied) {
    told.emptied = emptied;
    store("");
  }
  store(merged(record));
}

/** @param {Props<Data>} props */
export default function ({ data, setTriggerValue }) {
  keepRecord(data, setTriggerValue);
}
