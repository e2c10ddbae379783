/** The style of a report, on a screen and on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1c1a17; --quiet: #5c564d; --line: #d8d2c6; --page: #fbf9f4; --mark: #1f5f8b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece7dd; --quiet: #a9a294; --line: #3a3630; --page: #171512; --mark: #7db4da; }
}
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font: 500 2rem/1.2 Georgia, serif; margin: 0 0 0.5rem; }
h2 { font: 500 1.25rem/1.3 Georgia, serif; margin: 2.5rem 0 0.75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.25rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.heat td { color: #111; text-align: right; padding-right: 0.5rem; border: 1px solid var(--page); }
.heat th { padding-right: 0.75rem; }
.heat td, .heat th { white-space: nowrap; }
svg { display: block; width: 100%; min-width: 26rem; max-width: 40rem; height: auto; margin: 0 0 1rem; }
svg text { fill: var(--quiet); font: 12px system-ui, sans-serif; }
svg .axis, svg .frontier { stroke: var(--line); fill: none; }
svg .frontier { stroke: var(--mark); stroke-width: 1.5; }
svg .point { fill: var(--page); stroke: var(--quiet); }
svg .point.best { fill: var(--mark); stroke: var(--mark); }
@media print {
  :root { --ink: #000; --quiet: #444; --line: #bbb; --page: #fff; --mark: #000; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  section { break-inside: avoid-page; }
  tr, svg { break-inside: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  .heat td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 18mm; }
}
`;
