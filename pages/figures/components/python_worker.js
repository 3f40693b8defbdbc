// Runs in a worker of the visitor's browser: Python (Pyodide), and one function after the other against its checks.

/**
 * `url`: the folder with Pyodide's files, `files` their names; `judge`: models/code/judge.py.
 * @typedef {{ url: string, files: string[], judge: string }} Start
 */
/** @typedef {{ verdict: string, detail: string, passed: number }} Verdict */
/** @typedef {{ source: string, checks: string[] }} Job */

/** @type {((job: Job) => Verdict) | undefined} */
let run;

self.onmessage = async ({ data }) => {
  try {
    if ("judge" in data) {
      run = await start(data);
      self.postMessage({ ready: true });
    } else if (run) {
      self.postMessage({ result: run(data) });
    }
  } catch (error) {
    self.postMessage({ failed: `${error}` });
  }
};

/** @param {Start} options */
async function start({ url, files, judge }) {
  let bytes = 0;
  for (const name of files) {
    const answer = await fetch(url + name);
    if (!answer.ok || !answer.body) throw new Error(`${name}: ${answer.status}`);
    for (const reader = answer.body.getReader();;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      self.postMessage({ bytes });
    }
  }
  const { loadPyodide } = await import(`${url}pyodide.mjs`);
  const quiet = () => {};
  const python = await loadPyodide({ indexURL: url, stdout: quiet, stderr: quiet });
  python.runPython(judge);
  const judged = python.globals.get("judge");
  /** @param {Job} job */
  return ({ source, checks }) => {
    const answer = judged(source, python.toPy(checks));
    const verdict = answer.toJs({ dict_converter: Object.fromEntries });
    answer.destroy();
    return verdict;
  };
}
