// The lasso: drawn over the canvas while it is switched on; it tells the polygon that was drawn.
import { html, useEffect, useRef } from "../../libraries/view.js";
import { colour } from "../../shell/theme.js";

export function Lasso({ onDrawn }) {
  const canvas = useRef();
  const points = useRef(null);

  useEffect(() => {
    const { current } = canvas;
    current.width = current.clientWidth;
    current.height = current.clientHeight;
  }, []);

  function begin(event) {
    canvas.current.setPointerCapture(event.pointerId);
    points.current = [at(event)];
  }

  function go(event) {
    if (!points.current) return;
    points.current.push(at(event));
    drawn(canvas.current, points.current);
  }

  function end() {
    const polygon = points.current;
    points.current = null;
    canvas.current.getContext("2d").clearRect(0, 0, canvas.current.width, canvas.current.height);
    if (polygon && polygon.length > 2) onDrawn(polygon);
  }

  return html`<canvas
    class="lasso"
    ref=${canvas}
    onPointerDown=${begin}
    onPointerMove=${go}
    onPointerUp=${end}
    onPointerCancel=${end}
  ></canvas>`;
}

function at(event) {
  return { x: event.offsetX, y: event.offsetY };
}

function drawn(canvas, points) {
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.beginPath();
  points.forEach(({ x, y }, index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
  context.globalAlpha = 0.15;
  context.fillStyle = colour("accent");
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colour("accent");
  context.lineWidth = 1.5;
  context.stroke();
}
