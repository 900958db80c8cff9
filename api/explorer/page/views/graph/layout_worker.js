// ForceAtlas2 in a worker: the page goes on while nodes find their places.
import { defaults, iterate } from "../../libraries/layout.js";

const BREATH = 40;
let current = null;

onmessage = ({ data }) => {
  current = data.nodes ? { ...data, settings: { ...defaults, ...data.settings }, done: 0 } : null;
  if (current) setTimeout(work, 0, current);
};

function work(job) {
  if (job !== current) return;
  const until = performance.now() + BREATH;
  while (job.done < job.rounds && performance.now() < until) {
    iterate(job.settings, job.nodes, job.edges);
    job.done += 1;
  }
  const finished = job.done >= job.rounds;
  postMessage({ turn: job.turn, nodes: job.nodes, finished });
  if (!finished) setTimeout(work, 0, job);
}
