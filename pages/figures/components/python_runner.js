// Python in the visitor's browser, in a worker that is ended where a function takes too long.

/** @import { Job, Start, Verdict } from "./python_worker.js" */

/**
 * What `makeRunner` needs: the worker's script, what it starts with, and after how many seconds a function is ended.
 * @typedef {{ worker: string, start: Start, seconds: number }} Options
 */

/**
 * Runs one job after the other. `loading` is told how many bytes have come.
 * @param {Options} options
 * @param {(bytes: number) => void} loading
 */
export function makeRunner({ worker, start, seconds }, loading) {
  const script = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  /** @type {Promise<Worker> | undefined} */
  let python;

  const begin = () => /** @type {Promise<Worker>} */ (new Promise((resolve, reject) => {
    const made = new Worker(script, { type: "module" });
    made.onmessage = ({ data }) => {
      if ("bytes" in data) loading(data.bytes);
      if ("ready" in data) resolve(made);
      if ("failed" in data) reject(new Error(data.failed));
    };
    made.onerror = (event) => reject(new Error(event.message));
    // A worker that is made of a text has no address: what it fetches needs a whole one.
    made.postMessage({ ...start, url: new URL(start.url, location.href).href });
  }));

  /**
   * @param {Job} job
   * @returns {Promise<Verdict>}
   */
  const run = async (job) => {
    python ??= begin();
    /** @type {Worker} */
    let made;
    try {
      made = await python;
    } catch (error) {
      python = undefined; // the next click tries again
      throw error;
    }
    return await new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        made.terminate();
        python = undefined;
        resolve({ verdict: "endless", detail: "", passed: 0 });
      }, 1000 * seconds);
      made.onmessage = ({ data }) => {
        clearTimeout(limit);
        if ("result" in data) resolve(data.result);
        else reject(new Error(data.failed));
      };
      made.postMessage(job);
    });
  };
  const end = () => {
    python?.then((made) => made.terminate(), () => {});
    URL.revokeObjectURL(script);
  };
  return { run, end };
}
