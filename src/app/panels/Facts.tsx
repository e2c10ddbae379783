/** Facts as terms and values. */
export function Facts({ rows }: { readonly rows: readonly (readonly [term: string, value: string])[] }) {
  return (
    <dl className="facts">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
