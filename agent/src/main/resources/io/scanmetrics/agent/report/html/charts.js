/* Draws what stands in the page as data. Colours are the style sheet's, so that they follow its scheme. */
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const PRINTED_WIDTH = 700;
  const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  const ENDS = ["within-2", "within-5", "slower", "failed", "died", "running"];
  const PHASES = ["ingest", "analyze", "reachability", "vex", "sign", "publish", "other"];
  const charts = { tte, compliance, ends, shares, durations };

  function drawAll(width) {
    for (const figure of document.querySelectorAll("figure[data-chart]")) {
      const stage = figure.querySelector(".stage");
      const chart = charts[figure.dataset.chart](
          Math.max(260, width ? width(figure) : stage.clientWidth));
      chart.attr("role", "img").attr("aria-labelledby", figure.getAttribute("aria-labelledby"));
      stage.replaceChildren(chart.node());
    }
  }

  /* A picture with a group inside its margins. */
  function frame(width, height, left, right = 12) {
    const margin = { top: 12, right, bottom: 24, left };
    const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`);
    const inner = svg.append("g").attr("transform", `translate(${margin.left},${margin.top})`);
    return {
      svg, inner,
      width: width - margin.left - margin.right,
      height: height - margin.top - margin.bottom,
    };
  }

  /* From the first step to the end of the last one. */
  function timeScale(plot) {
    const first = d3.min([data.from, ...data.steps.map(step => step.start)]);
    const last = d3.max([data.to, ...data.steps.map(step => step.start + data.step)]);
    return d3.scaleUtc([first, last], [0, plot.width]);
  }

  function timeAxis(plot, x) {
    plot.inner.append("g").attr("class", "axis").attr("transform", `translate(0,${plot.height})`)
        .call(d3.axisBottom(x).ticks(Math.max(2, Math.floor(plot.width / 90))).tickFormat(time).tickSizeOuter(0));
  }

  function valueAxis(plot, y, axis) {
    plot.inner.append("g").attr("class", "axis")
        .call(axis.tickSize(-plot.width).tickPadding(6)).call(group => group.select(".domain").remove());
  }

  /* What the mouse is told about each step. */
  function hover(plot, x, steps, words) {
    plot.inner.append("g").selectAll("rect").data(steps).join("rect").attr("class", "hover")
        .attr("x", step => x(step.start))
        .attr("width", step => x(step.start + data.step) - x(step.start))
        .attr("height", plot.height)
        .append("title").text(words);
  }

  /* Lines are broken where no scans started. P95 has the larger marks, as P50 may lie upon it. */
  function line(plot, x, y, name, of) {
    const points = [];
    data.steps.forEach((step, i) => {
      if (i > 0 && step.start - data.steps[i - 1].start > 1.5 * data.step) {
        points.push(null);
      }
      points.push(of(step) === undefined ? null : { x: x(step.start + data.step / 2), y: y(of(step)) });
    });
    plot.inner.append("path").attr("class", name).attr("d",
        d3.line(point => point.x, point => point.y).defined(point => point !== null)(points));
    const size = x(data.step) - x(0) < 14 ? 0.4 : 1;
    const shape = name === "p50"
        ? d3.symbol(d3.symbolCircle, 34 * size)() : d3.symbol(d3.symbolSquare, 58 * size)();
    plot.inner.append("g").selectAll("path").data(points.filter(point => point !== null)).join("path")
        .attr("class", `dot ${name}`).attr("d", shape)
        .attr("transform", point => `translate(${point.x},${point.y})`);
  }

  function target(plot, y, value, name) {
    plot.inner.append("line").attr("class", "target")
        .attr("x2", plot.width).attr("y1", y(value)).attr("y2", y(value));
    plot.inner.append("text").attr("class", "note").attr("x", plot.width + 6).attr("y", y(value))
        .attr("dy", "0.32em").text(name);
  }

  /* Where a percentile is not decided: at what it is at least; at the top, if it is never reached. */
  function beyond(plot, x, y, name) {
    const height = step => step[`${name}AtLeast`] === undefined
        ? (name === "p50" ? 12 : 0) : y(step[`${name}AtLeast`]);
    plot.inner.append("g").selectAll("path")
        .data(data.steps.filter(step => step[name] === undefined)).join("path")
        .attr("class", `beyond ${name}`).attr("d", d3.symbol(d3.symbolTriangle, 56)())
        .attr("transform", step => `translate(${x(step.start + data.step / 2)},${height(step)})`);
  }

  function tte(width) {
    const plot = frame(width, width < 500 ? 260 : 340, 56, 72);
    const x = timeScale(plot);
    const known = data.steps.flatMap(step =>
        [step.p50, step.p95, step.p50AtLeast, step.p95AtLeast].filter(value => value !== undefined));
    const top = 1.08 * d3.max([data.p95Target * 1.1, ...known]);
    const wide = top > 12 * data.p95Target;
    const y = wide
        ? d3.scaleLog([d3.max([100, 0.8 * d3.min([data.p50Target / 2, ...known])]), top * 1.3], [plot.height, 0])
            .clamp(true)
        : d3.scaleLinear([0, top], [plot.height, 0]);
    const ticks = durationTicks(y.domain(), wide);
    valueAxis(plot, y, d3.axisLeft(y).tickValues(ticks).tickFormat(duration));
    timeAxis(plot, x);
    if (wide) {
      plot.inner.append("text").attr("class", "note").attr("y", plot.height - 6).attr("x", 6)
          .text("logarithmic scale");
    }
    target(plot, y, data.p50Target, "P50 2 min");
    target(plot, y, data.p95Target, "P95 5 min");
    for (const name of ["p95", "p50"]) {
      line(plot, x, y, name, step => step[name]);
      beyond(plot, x, y, name);
    }
    hover(plot, x, data.steps, step => step.tteInWords);
    return plot.svg;
  }

  function compliance(width) {
    const plot = frame(width, 220, 44, 40);
    const x = timeScale(plot);
    const y = d3.scaleLinear([0, 1], [plot.height, 0]);
    valueAxis(plot, y, d3.axisLeft(y).ticks(5).tickFormat(percent));
    timeAxis(plot, x);
    target(plot, y, 0.5, "50 %");
    target(plot, y, 0.95, "95 %");
    line(plot, x, y, "p95", step => step.share95);
    line(plot, x, y, "p50", step => step.share50);
    hover(plot, x, data.steps, step => step.sharesInWords);
    return plot.svg;
  }

  function stacked(plot, x, y, steps, keys, color) {
    const stack = d3.stack().keys(keys).value((step, key) => step[key] || 0)(steps);
    plot.inner.selectAll(null).data(stack).join("g").selectAll("rect")
        .data(series => series.filter(part => part[1] > part[0]).map(part => ({ part, key: series.key })))
        .join("rect")
        .attr("class", bar => `bar ${color(bar.key)}`)
        .attr("x", bar => x(bar.part.data.start))
        .attr("width", bar => x(bar.part.data.start + data.step) - x(bar.part.data.start))
        .attr("y", bar => y(bar.part[1]))
        .attr("height", bar => y(bar.part[0]) - y(bar.part[1]));
  }

  function ends(width) {
    const plot = frame(width, 220, 52);
    const x = timeScale(plot);
    const most = d3.max(data.steps, step => d3.sum(ENDS, end => step[end]));
    const y = d3.scaleLinear([0, most], [plot.height, 0]).nice(5);
    valueAxis(plot, y, d3.axisLeft(y).ticks(Math.min(5, most)).tickFormat(d3.format(",d")));
    stacked(plot, x, y, data.steps, ENDS, end => end);
    timeAxis(plot, x);
    hover(plot, x, data.steps, step => step.endsInWords);
    return plot.svg;
  }

  function shares(width) {
    const plot = frame(width, 280, 44);
    const x = timeScale(plot);
    const steps = data.phases.map(step =>
        ({ ...step, none: Math.max(0, 1 - d3.sum(PHASES, phase => step[phase])) }));
    const most = d3.max([1, ...steps.map(step => d3.sum(PHASES, phase => step[phase]))]);
    const y = d3.scaleLinear([0, most], [plot.height, 0]);
    valueAxis(plot, y, d3.axisLeft(y).ticks(5).tickFormat(percent));
    stacked(plot, x, y, steps, [...PHASES, "none"], phase => `phase-${phase}`);
    timeAxis(plot, x);
    hover(plot, x, steps, step => step.inWords);
    return plot.svg;
  }

  /* Bands without scans in between are told by a gap. */
  function durations(width) {
    const plot = frame(width, 240, 52);
    const bands = [];
    data.durations.forEach((band, i) => {
      if (i > 0 && data.durations[i - 1].to !== band.from) {
        bands.push({ from: `gap ${i}`, gap: true });
      }
      bands.push(band);
    });
    const x = d3.scaleBand(bands.map(band => band.from), [0, plot.width]).paddingInner(0.06);
    const most = d3.max(data.durations, band => band.scans);
    const y = d3.scaleLinear([0, most], [plot.height, 0]).nice(5);
    valueAxis(plot, y, d3.axisLeft(y).ticks(Math.min(5, most)).tickFormat(d3.format(",d")));
    plot.inner.append("g").selectAll("rect").data(data.durations).join("rect")
        .attr("class", band => band.from < data.p50Target ? "within-2" : band.from < data.p95Target ? "within-5" : "slower")
        .attr("x", band => x(band.from)).attr("width", x.bandwidth())
        .attr("y", band => y(band.scans)).attr("height", band => plot.height - y(band.scans))
        .append("title").text(band => band.inWords);
    const every = Math.ceil(56 / x.step());
    const axis = plot.inner.append("g").attr("class", "axis").attr("transform", `translate(0,${plot.height})`);
    axis.append("line").attr("x2", plot.width);
    axis.selectAll("text").data(bands).join("text")
        .attr("x", band => x(band.from)).attr("y", 16)
        .text((band, i) => band.gap ? "…" : i % every === 0 ? band.fromInWords : "");
    return plot.svg;
  }

  /* The day at midnight, the time of day else, in UTC. */
  function time(date) {
    const midnight = d3.utcDay(date) >= date;
    return d3.utcFormat(midnight ? (d3.utcYear(date) >= date ? "%Y" : "%-d %b") : "%H:%M")(date);
  }

  function percent(share) {
    return `${Math.round(100 * share)} %`;
  }

  /* Round ones, as many as can be read. */
  function durationTicks([from, to], wide) {
    const round = [1, 10, 30].map(value => value * 100).concat(
        [1, 2, 5, 10, 15, 20, 30].map(value => value * SECOND), [1, 2, 5, 10, 15, 20, 30].map(value => value * MINUTE),
        [1, 2, 4, 6, 12].map(value => value * HOUR), [1, 2, 5, 10, 20, 50, 100].map(value => value * DAY));
    if (wide) {
      const within = round.filter(value => value >= from && value <= to);
      return within.filter((value, i) => i % Math.ceil(within.length / 8) === 0);
    }
    const step = round.find(value => to / value <= 7) || to / 5;
    return d3.range(0, to, step);
  }

  function duration(millis) {
    for (const [unit, name] of [[DAY, "d"], [HOUR, "h"], [MINUTE, "min"], [SECOND, "s"]]) {
      if (millis >= unit) {
        return `${Math.round(10 * millis / unit) / 10} ${name}`;
      }
    }
    return millis === 0 ? "0" : `${millis} ms`;
  }

  drawAll();
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      drawAll();
    }
  });
  window.addEventListener("beforeprint", () =>
      drawAll(figure => figure.closest(".pair") ? PRINTED_WIDTH / 2 : PRINTED_WIDTH));
  window.addEventListener("afterprint", () => drawAll());
})();
