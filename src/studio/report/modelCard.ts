/**
 * A model card in Markdown, with the sections of Mitchell et al., "Model Cards for Model Reporting" (2019), and the front
 * matter that model hubs read. Pure: facts in, text out.
 */
import type { ReportFacts, Table } from './facts.ts';
import { bytes, count, figures, layerTable, licenceOf, limits, method, sweepTable } from './facts.ts';

export function modelCard(facts: ReportFacts): string {
  const { title, model, original, sweep } = facts;
  const licence = licenceOf(facts);
  const about = [
    `${count(model.parameters)} parameters in ${bytes(model.bytes)}, ${model.bitsPerWeight.toFixed(2)} bits a weight.`,
    ...(original ? [`Made from ${original.model.name} (${bytes(original.model.bytes)}).`] : []),
  ];
  const blocks = [
    frontMatter(licence?.name, original?.model.name),
    `# ${line(title)}`,
    about.map(escapeMarkdown).join(' '),
    '## Figures',
    markdownTable(figures(facts)),
    '## Method',
    method(facts)
      .map(([term, words]) => `- **${term}**: ${term === 'Recipe' ? code(words) : escapeMarkdown(words)}`)
      .join('\n'),
    '## Layers',
    markdownTable(layerTable(facts)),
    ...(sweep
      ? ['## Recipes that were tried', escapeMarkdown(sweep.recommended.reason), markdownTable(sweepTable(sweep))]
      : []),
    '## Intended use',
    'To be filled in by whoever publishes the model: what it is for, and what it is not for.',
    '## Limits',
    limits(facts)
      .map((limit) => `- ${escapeMarkdown(limit)}`)
      .join('\n'),
    '## Licence',
    licence === undefined
      ? 'The file states no licence. State one before publishing; the licence of the original binds.'
      : `${escapeMarkdown(licence.name)}, ${licence.from}.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

// ---------------------------------------------------------------------------------------------

function frontMatter(licence: string | undefined, original: string | undefined): string {
  const lines = [
    `license: ${JSON.stringify(licence ?? 'unknown')}`,
    ...(original === undefined ? [] : [`base_model: ${JSON.stringify(original)}`]),
    'tags: [quantized, decant]',
  ];
  return `---\n${lines.join('\n')}\n---`;
}

function markdownTable({ head, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [row(head), `|${head.map(() => '---|').join('')}`, ...rows.map(row)].join('\n');
}

const line = (text: string): string => escapeMarkdown(text.replaceAll(/\s+/g, ' '));

/** Names come from files: nothing in them may become markup. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|]/g, (sign) => `\\${sign}`);
}

/** A code span that holds any number of backticks. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
