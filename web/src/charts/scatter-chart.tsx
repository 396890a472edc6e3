import type { JSX } from "preact";
import type { InputSizeFit } from "../../../src/analysis/input-size.ts";
import { counted, duration, exact, text } from "../format/index.ts";
import { BottomAxis, LABEL_WIDTH, LeftAxis } from "./axes.tsx";
import { Frame } from "./frame.tsx";
import { linearScale } from "./scale.ts";

interface Props {
  readonly label: string;
  readonly height?: number;
  readonly fit: InputSizeFit;
  readonly format: (size: number) => string;
}

/** Mean response time of each input against its size, with the line that fits best. */
export function ScatterChart({ label, fit, format, height = 240 }: Props): JSX.Element {
  const { points, fixedMs, slopeMs } = fit;
  const largest = Math.max(...points.map((point) => point.size));
  const lineEnd = fixedMs + slopeMs * largest;
  const slowest = Math.max(lineEnd, ...points.map((point) => point.meanMs));
  return (
    <Frame height={height} label={label}>
      {(area) => {
        const wanted = Math.floor((area.right - area.left) / LABEL_WIDTH);
        const x = linearScale([0, largest * 1.02], [area.left, area.right], wanted);
        const y = linearScale([0, slowest], [area.bottom, area.top], height / 45);
        return (
          <>
            <LeftAxis area={area} scale={y} label={(ms) => text(exact(duration(ms)))} />
            <BottomAxis area={area} scale={x} label={format} />
            <g style={{ fill: "var(--p95)", fillOpacity: 0.5 }}>
              {points.map(({ size, meanMs, sent }, i) => (
                <circle key={i} cx={x.at(size)} cy={y.at(meanMs)} r={2.6}>
                  <title>{`${format(size)}: ${text(duration(meanMs))} on average, sent ${counted(sent, "time")}`}</title>
                </circle>
              ))}
            </g>
            <line
              class="line"
              style={{ stroke: "var(--p99)" }}
              x1={x.at(0)}
              y1={y.at(Math.max(0, fixedMs))}
              x2={x.at(largest)}
              y2={y.at(Math.max(0, lineEnd))}
            />
          </>
        );
      }}
    </Frame>
  );
}
