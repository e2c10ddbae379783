/** The curves of one panel: grid, bands, lines, and each line's name and value at its end. */
import type { Frame, PlacedPanel } from './panels.ts';

interface LinesProps {
  readonly panel: PlacedPanel;
  readonly frame: Frame;
  readonly step: number;
  readonly read: number | null;
}

export function Lines({ panel: { title, note, top, ticks, lines }, frame, step }: LinesProps) {
  return (
    <g>
      {ticks.map(({ y, text }) => (
        <g key={y}>
          <path className="grid" d={`M${frame.left} ${y}H${frame.right}`} />
          <text x={frame.left - 8} y={y + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      <text className="panel-title" x={frame.left} y={top - 14}>
        {title}
        <tspan className="panel-note" dx="8">
          {frame.narrow ? '' : note}
        </tspan>
      </text>
      {lines.map(({ line, band }) => band && <path key={line.key} className={`band ${line.tone}`} d={band} />)}
      {lines.map(({ line, path, points }) => (
        <g key={line.key}>
          <path className={`line ${line.tone}`} d={path} />
          {points.map(({ x, y }) => (
            <circle key={x} className={`dot ${line.tone}`} cx={x} cy={y} r="2.5" />
          ))}
        </g>
      ))}
      {lines.map(({ line, end }) =>
        end ? (
          <text key={line.key} className={`end ${line.tone}`} x={Math.max(end.x, frame.x(step)) + 10} y={end.label}>
            {end.text}
          </text>
        ) : null,
      )}
    </g>
  );
}
