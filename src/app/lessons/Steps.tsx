/** Pages of a lesson as one pour, a step down for each; the drop stands on the present one. */
const [WIDTH, HEIGHT, TOP] = [210, 34, 4];
/** Half the width of the turn from one step to the next. */
const TURN = 4;

export function Steps({ pages, at }: { readonly pages: number; readonly at: number }) {
  const step = WIDTH / pages;
  const fall = Math.min(8, (HEIGHT - 2 * TOP) / Math.max(1, pages - 1));
  const level = (page: number): number => TOP + page * fall;
  return (
    <svg className="steps" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path className="to" d={stairs(pages, step, level)} />
      <path className="gone" d={stairs(at, step, level)} />
      <circle cx={(at - 0.5) * step} cy={level(at - 1)} r={5} />
    </svg>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function stairs(pages: number, step: number, level: (page: number) => number): string {
  const parts = Array.from({ length: pages }, (_, page) => {
    const x = (page + 1) * step;
    if (page === pages - 1) return `H${x}`;
    const [y, next] = [level(page), level(page + 1)];
    const middle = (y + next) / 2;
    return `H${x - TURN}Q${x} ${y} ${x} ${middle}T${x + TURN} ${next}`;
  });
  return `M0 ${level(0)}${parts.join('')}`;
}
