// Labels that do not overlap: each is drawn only where no earlier one of the same frame stands.
const GAP = 3;

/**
 * Draws labels and remembers the places taken. `begin` starts a frame anew and keeps places for
 * the labels that matter most, in their order.
 */
export function labelDrawer(look, sheetWidth) {
  const ruler = document.createElement("canvas").getContext("2d");
  let taken = [];
  let kept = new Map();

  function placeOf(context, data, settings) {
    context.font = `${data.chosen ? "600 " : ""}${settings.labelSize}px ${settings.labelFont}`;
    const { width } = context.measureText(data.label);
    return onSheet(boxOf(data, width, settings.labelSize), data, sheetWidth());
  }

  function begin(first, settings) {
    taken = [];
    kept = new Map();
    for (const data of first) {
      const box = placeOf(ruler, data, settings);
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      kept.set(data.key, box);
    }
  }

  function draw(context, data, settings) {
    if (!data.label) return;
    const box = placeOf(context, data, settings);
    if (!kept.has(data.key)) {
      if (taken.some((other) => overlap(box, other))) return;
      taken.push(box);
    }
    const base = data.y + settings.labelSize / 3;
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = look().paper;
    context.fillStyle = data.faded ? look().faint : look().ink;
    context.strokeText(data.label, box.left, base);
    context.fillText(data.label, box.left, base);
  }

  return { begin, draw };
}

/** Draws the node under the pointer with its whole label on a sheet. */
export function hoverDrawer(look) {
  return (context, data, settings) => {
    const size = settings.labelSize;
    context.font = `600 ${size}px ${settings.labelFont}`;
    const width = data.label ? context.measureText(data.label).width : 0;
    const box = boxOf(data, width, size);
    const { sheet, ink, line } = look();
    context.fillStyle = sheet;
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(data.x - data.size - 4, box.top - 3, box.right - data.x + data.size + 10, box.bottom - box.top + 6, 4);
    context.fill();
    context.stroke();
    context.beginPath();
    context.arc(data.x, data.y, data.size, 0, Math.PI * 2);
    context.fillStyle = data.color;
    context.fill();
    if (!data.label) return;
    context.fillStyle = ink;
    context.fillText(data.label, box.left, data.y + size / 3);
  };
}

export function boxOf({ x, y, size }, width, height) {
  const left = x + size + GAP;
  const half = Math.max(height, size) / 2 + 2;
  return { left, right: left + width + GAP, top: y - half, bottom: y + half };
}

/** The box, or its mirror to the left of the node where the sheet ends before it does. */
export function onSheet(box, { x, size }, width) {
  if (box.right <= width) return box;
  const right = x - size - GAP;
  const left = right - (box.right - box.left);
  return left < 0 ? box : { ...box, left, right };
}

export function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
