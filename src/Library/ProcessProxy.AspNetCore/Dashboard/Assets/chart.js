// A small chart of the last hour, as SVG. What it shows is said in words beside it, so that nobody has to see it.

const Space = 'http://www.w3.org/2000/svg';
const Hour = 3600_000;

/** Makes a chart; update(samples) with [{ at, value }] draws it. */
export function chart(width, height, label, atLeast) {
  const svg = document.createElementNS(Space, 'svg');
  for (const [key, value] of Object.entries({
    class: 'chart', width, height, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label,
  })) svg.setAttribute(key, value);
  const [area, curve] = ['area', 'curve'].map(name => {
    const path = document.createElementNS(Space, 'path');
    path.setAttribute('class', name);
    svg.append(path);
    return path;
  });

  return {
    element: svg,
    update(samples, describe) {
      const end = Date.now();
      const points = samples
        .map(sample => ({ age: end - Date.parse(sample.at), value: sample.value }))
        .filter(point => point.age <= Hour && point.value !== null);
      if (points.length < 2) {
        curve.removeAttribute('d');
        area.removeAttribute('d');
        svg.setAttribute('aria-label', `${label}: not enough data yet`);
        return;
      }
      const top = Math.max(atLeast, ...points.map(point => point.value)) * 1.08;
      const x = point => ((1 - point.age / Hour) * width).toFixed(1);
      const y = point => (height - 1 - (point.value / top) * (height - 2)).toFixed(1);
      const line = points.map(point => `${x(point)},${y(point)}`).join('L');
      curve.setAttribute('d', `M${line}`);
      area.setAttribute('d', `M${x(points[0])},${height}L${line}L${x(points.at(-1))},${height}Z`);
      const values = points.map(point => point.value);
      svg.setAttribute('aria-label', `${label}: between ${describe(Math.min(...values))} and ${describe(Math.max(...values))} in the last hour`);
    },
  };
}
