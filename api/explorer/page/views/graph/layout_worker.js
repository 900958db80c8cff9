// ForceAtlas2 in a worker: the page goes on while nodes find their places.
import { defaults, iterate } from "../../libraries/layout.js";

let current = null;

onmessage = ({ data }) => {
  if (data.nodes) current = { ...data, settings: { ...defaults, ...data.settings }, done: 0 };
  if (data.stop) current = null;
  else work(current);
};

/** Some rounds; the page asks for the next when it has drawn these. */
function work(job) {
  if (!job || job.done >= job.rounds) return;
  const until = performance.now() + job.breath;
  while (job.done < job.rounds && performance.now() < until) {
    iterate(job.settings, job.nodes, job.edges);
    job.done += 1;
  }
  postMessage({ turn: job.turn, nodes: job.nodes, finished: job.done >= job.rounds });
}
