'use strict';
(() => {
  // Copying: the clipboard, or where a browser keeps it from files a selection.
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  };
  const copy = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      return select(element);
    }
  };
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.addEventListener('click', async () => {
      const done = await copy(document.getElementById(button.dataset.copy));
      button.textContent = done ? 'copied' : 'select and copy';
      setTimeout(() => { button.textContent = 'copy'; }, 2000);
    });
  }

  // What a link leads to may be closed.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  reveal();

  const source = document.getElementById('data');
  if (!source || typeof Dygraph === 'undefined') return;
  const data = JSON.parse(source.textContent);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const short = (x) => {
    const power = Math.abs(x) >= 1e9 ? 9 : Math.abs(x) >= 1e6 ? 6 : Math.abs(x) >= 1e4 ? 3 : 0;
    return String(+(x / 10 ** power).toPrecision(6)).replace('-', '\u2212') + ['', 'k', 'M', 'G'][power / 3];
  };

  const hatch = (context, area, left, right, text) => {
    context.save();
    context.beginPath();
    context.rect(left, area.y, right - left, area.h);
    context.clip();
    context.strokeStyle = colour('bad');
    for (let x = left - area.h; x < right; x += 8) {
      context.beginPath();
      context.moveTo(x, area.y + area.h);
      context.lineTo(x + area.h, area.y);
      context.stroke();
    }
    context.restore();
    context.save();
    context.strokeStyle = context.fillStyle = colour('bad');
    context.lineWidth = 2;
    context.strokeRect(left, area.y, right - left, area.h);
    context.translate((left + right) / 2 + 4, area.y + area.h / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'center';
    context.font = 'bold 12px sans-serif';
    context.lineWidth = 4;
    context.strokeStyle = colour('paper');
    context.strokeText(text, 0, 0);
    context.fillText(text, 0, 0);
    context.restore();
  };
  // A line across the plot: of a value of x where `vertical`, else of y.
  const rule = (context, area, at, vertical, dash, name) => {
    context.save();
    context.strokeStyle = colour(name);
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(vertical ? at : area.x, vertical ? area.y : at);
    context.lineTo(vertical ? at : area.x + area.w, vertical ? area.y + area.h : at);
    context.stroke();
    context.restore();
  };
  const label = (context, text, x, y, align, name) => {
    context.save();
    context.font = '12px sans-serif';
    context.textAlign = align;
    context.lineWidth = 4;
    context.strokeStyle = colour('paper');
    context.strokeText(text, x, y);
    context.fillStyle = colour(name);
    context.fillText(text, x, y);
    context.restore();
  };

  const common = (legend) => ({
    axisLineColor: colour('line'),
    gridLineColor: colour('line'),
    labelsDiv: legend,
    legend: 'onmouseover',
    highlightCircleSize: 3,
    axisLabelFontSize: 12,
    axes: { x: { axisLabelFormatter: short, valueFormatter: (x) => x.toLocaleString('en') }, y: { axisLabelWidth: 50 } },
    // On a touch screen a finger scrolls the page.
    ...(matchMedia('(pointer: coarse)').matches ? { interactionModel: {} } : {}),
  });

  const draw = {
    curve(box, legend, index) {
      const curve = data.curves[index];
      const bounds = curve.max !== null;
      const values = curve.points.map((point) => point[1]).concat(bounds ? [curve.max, curve.min] : []);
      const top = Math.max(0.5, ...values), bottom = Math.min(-0.5, ...values), room = (top - bottom) * 0.12;
      const first = curve.points[0][0], last = curve.points[curve.points.length - 1][0];
      return new Dygraph(box, curve.points.map(([n, e]) => [n, e]), {
        ...common(legend),
        labels: ['N', 'error'],
        colors: [colour('accent')],
        drawPoints: true,
        pointSize: curve.points.length > 300 ? 1.3 : 2.5,
        strokeWidth: 0,
        valueRange: [bottom - room, top + room],
        dateWindow: first === last ? [first - 1, last + 1] : [first, last],
        underlayCallback(context, area, g) {
          const x = (n) => g.toDomXCoord(n);
          const left = area.x, right = area.x + area.w;
          const border = (n) => Math.min(Math.max(x(n), left), right);
          if (!curve.zero_is_safe) hatch(context, area, left, right, 'overflow');
          if (curve.safe_lo !== null && border(curve.safe_lo) > left) hatch(context, area, left, border(curve.safe_lo), 'overflow');
          if (curve.safe_hi !== null && border(curve.safe_hi) < right) hatch(context, area, border(curve.safe_hi), right, 'overflow');
          for (const half of [-0.5, 0.5]) rule(context, area, g.toDomYCoord(half), false, [1, 4], 'muted');
          if (bounds) {
            for (const [value, name, dy] of [[curve.max, 'proven largest', -5], [curve.min, 'proven smallest', 14]]) {
              rule(context, area, g.toDomYCoord(value), false, [8, 4], 'ink');
              label(context, `${name} ${+value.toPrecision(6)}`, left + 6, g.toDomYCoord(value) + dy, 'left', 'ink');
            }
          }
          let labelled = -Infinity;
          for (const mark of curve.marks) {
            const at = x(mark.n);
            rule(context, area, at, true, [3, 3], 'bad');
            if (at - labelled < 60) continue;
            label(context, mark.label, at, area.y + area.h / 4, at > (left + right) / 2 ? 'right' : 'left', 'bad');
            labelled = at;
          }
        },
      });
    },

    histogram(box, legend, index) {
      const { width, first, counts, total } = data.curves[index].histogram;
      const rows = counts.map((count, i) => [(first + i + 0.5) * width, total ? 100 * count / total : 0]);
      return new Dygraph(box, rows, {
        ...common(legend),
        labels: ['error', 'share, %'],
        colors: [colour('accent')],
        includeZero: true,
        valueRange: [0, Math.max(...rows.map((row) => row[1])) * 1.08 || 1],
        dateWindow: [first * width, (first + counts.length) * width],
        plotter(event) {
          const context = event.drawingContext, base = event.dygraph.toDomYCoord(0);
          const wide = Math.max(1, event.dygraph.toDomXCoord(width) - event.dygraph.toDomXCoord(0) - 1);
          context.fillStyle = colour('accent');
          for (const point of event.points) context.fillRect(point.canvasx - wide / 2, point.canvasy, wide, base - point.canvasy);
        },
        underlayCallback(context, area, g) {
          for (const half of [-0.5, 0.5]) rule(context, area, g.toDomXCoord(half), true, [1, 4], 'muted');
        },
      });
    },

    scoreboard(box, legend) {
      const { most_problems: most, strategies } = data.scoreboard;
      const xs = [...new Set([1, most, ...strategies.flatMap((s) => s.found_after)])].sort((a, b) => a - b);
      const at = strategies.map(() => 0);
      const rows = xs.map((x) => [x, ...strategies.map((s, i) => {
        while (at[i] < s.found_after.length && s.found_after[at[i]] <= x) ++at[i];
        return s.trials ? 100 * at[i] / s.trials : 0;
      })]);
      const dashes = [null, [8, 4], [2, 3], [12, 3, 2, 3], [5, 2], [1, 2], [14, 6], [6, 2, 2, 2, 2, 2]];
      const letter = (i) => String.fromCharCode(65 + i);
      const names = strategies.map((s, i) => `${letter(i)} ${s.name}`);
      const series = {};
      names.forEach((name, i) => { series[name] = { strokePattern: dashes[i % dashes.length] }; });
      const wide = box.clientWidth > 600;
      const base = common(legend);
      const ticker = (from, to) => {
        const ticks = [];
        for (let p = 0; 10 ** p <= to; ++p) if (10 ** p >= from) ticks.push({ v: 10 ** p, label: short(10 ** p) });
        return ticks;
      };
      return new Dygraph(box, rows, {
        ...base,
        labels: ['problems', ...names],
        series,
        colors: strategies.map((_, i) => colour(i % 2 ? 'accent' : 'ink')),
        stepPlot: true,
        strokeWidth: 1.6,
        rightGap: wide ? 150 : 26,
        valueRange: [0, 104],
        axes: { ...base.axes, x: { ...base.axes.x, logscale: true, ticker } },
        // Names at the lines' ends, pushed apart where they meet.
        drawCallback(g) {
          for (const old of box.querySelectorAll('.end')) old.remove();
          const area = g.getArea();
          const last = rows[rows.length - 1];
          const ends = names.map((name, i) => ({ name: wide ? name : letter(i), y: g.toDomYCoord(last[i + 1]), i }));
          ends.sort((a, b) => a.y - b.y || a.i - b.i);
          let free = area.y + 8;
          for (const end of ends) free = (end.y = Math.max(end.y, free)) + 13;
          let limit = area.y + area.h;
          for (const end of ends.slice().reverse()) limit = (end.y = Math.min(end.y, limit)) - 13;
          for (const end of ends) {
            const text = document.createElement('span');
            text.className = 'end';
            text.textContent = end.name;
            text.style.left = `${area.x + area.w + 6}px`;
            text.style.top = `${end.y - 7}px`;
            box.append(text);
          }
        },
      });
    },
  };
  for (const kind of ['executions', 'corpus', 'worst']) {
    draw[kind] = (box, legend, index) => {
      const history = data.histories[index];
      const rows = history.seconds.map((second, i) => [second, history[kind][i]]).filter((row) => row[1] !== null);
      if (rows.length === 0) { box.textContent = 'nothing recorded'; return null; }
      const most = Math.max(...rows.map((row) => row[1]));
      return new Dygraph(box, rows, {
        ...common(legend),
        labels: ['seconds', kind],
        colors: [colour('accent')],
        drawPoints: rows.length < 60,
        strokeWidth: 1.6,
        valueRange: [0, most * 1.1 || 1],
        dateWindow: rows.length === 1 ? [rows[0][0] - 1, rows[0][0] + 1] : null,
        axes: { x: { axisLabelFormatter: short }, y: { axisLabelFormatter: short, axisLabelWidth: 50 } },
      });
    };
  }

  // A plot is drawn once it has a size: not inside what is closed.
  const graphs = new Map();
  const drawVisible = () => {
    for (const box of document.querySelectorAll('.plot')) {
      if (graphs.has(box) || box.clientWidth === 0) continue;
      graphs.set(box, draw[box.dataset.kind](box, box.nextElementSibling, Number(box.dataset.index)));
    }
  };
  document.addEventListener('toggle', drawVisible, true);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const graph of graphs.values()) if (graph) graph.destroy();
    graphs.clear();
    drawVisible();
  });
  drawVisible();
})();
