/**
 * A report as one HTML file: no script, no address, no font from elsewhere, so that it reads the same in ten years and
 * prints well. Pure: facts in, text out. Names come from files, so every text is escaped.
 */
import type { ReportFacts, Table } from './facts.ts';
import { bytes, count, figures, layerTable, licenceOf, limits, method, sweepTable } from './facts.ts';
import { frontierPlot, heatMap } from './htmlFigures.ts';
import { escapeHtml } from './htmlText.ts';
import { reportStyle } from './reportStyle.ts';

export function htmlReport(facts: ReportFacts): string {
  const { title, model, original, sweep, sensitivity, receipt } = facts;
  const licence = licenceOf(facts);
  const sections = [
    section('Figures', htmlTable(figures(facts))),
    ...(sweep
      ? [
          section(
            'Recipes that were tried',
            paragraph(sweep.recommended.reason) + frontierPlot(sweep) + htmlTable(sweepTable(sweep)),
          ),
        ]
      : []),
    ...(sensitivity ? [section('What each layer costs at each width', heatMap(sensitivity))] : []),
    section('Layers', htmlTable(layerTable(facts))),
    section('Method', definitions(method(facts))),
    section(
      'Limits',
      `<ul>${limits(facts)
        .map((limit) => `<li>${escapeHtml(limit)}</li>`)
        .join('')}</ul>`,
    ),
    section(
      'Licence',
      paragraph(licence === undefined ? 'The file states no licence.' : `${licence.name}, ${licence.from}.`),
    ),
  ];
  const about = `${count(model.parameters)} parameters in ${bytes(model.bytes)}, ${model.bitsPerWeight.toFixed(2)} bits a weight${original ? `; made from ${original.model.name} (${bytes(original.model.bytes)})` : ''}.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${paragraph(about)}
${sections.join('\n')}
</main>
${receipt ? receiptBlock(receipt) : ''}
</body>
</html>
`;
}

// ---------------------------------------------------------------------------------------------

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

const section = (heading: string, body: string): string =>
  `<section>\n<h2>${escapeHtml(heading)}</h2>\n${body}\n</section>`;

function htmlTable({ head, rows }: Table): string {
  const cells = ([first, ...rest]: readonly string[]) =>
    `<tr><th scope="row">${escapeHtml(first ?? '')}</th>${rest.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  const heads = head.map((text) => (text === '' ? '<td></td>' : `<th scope="col">${escapeHtml(text)}</th>`)).join('');
  return `<div class="wide" tabindex="0"><table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${rows.map(cells).join('\n')}\n</tbody>\n</table></div>`;
}

const definitions = (terms: readonly (readonly [string, string])[]): string =>
  `<dl>${terms.map(([term, words]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(words)}</dd>`).join('\n')}</dl>`;

/** Data for whoever replays the measurement; a browser shows and runs nothing of it. */
function receiptBlock(receipt: unknown): string {
  return `<script type="application/json" id="decant-receipt">${JSON.stringify(receipt).replaceAll('<', '\\u003c')}</script>`;
}
