/** A side as a file that opens elsewhere: what is substituted and both sizes are said before anything is saved. */
import { useState } from 'react';
import type { Exported } from '../../../studio/api.ts';
import type { ExportFormat } from '../../engine/engine.ts';
import { bytesFigure, decimals, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import type { SideName } from '../../store/types.ts';
import { useTask } from '../../views/useTask.ts';
import { CopyButton } from '../CopyButton.tsx';
import { Facts } from '../Facts.tsx';
import { ProgressRow } from '../ProgressRow.tsx';
import { saveFile, zipped } from '../save.ts';

const FORMATS: readonly { readonly format: ExportFormat; readonly name: string; readonly about: string }[] = [
  {
    format: 'onnx-qdq',
    name: 'ONNX, QDQ',
    about: 'Codes with DequantizeLinear before each use. Opens everywhere; 8-bit and 4-bit containers.',
  },
  {
    format: 'onnx-nbits',
    name: 'ONNX, MatMulNBits',
    about: 'Packed matrices with their own operator. Smaller at 2 and 4 bits; onnxruntime only.',
  },
  {
    format: 'safetensors',
    name: 'safetensors',
    about: 'Weights alone, packed as compressed-tensors at 4 and 8 bits.',
  },
];

export function FileSection({ side }: { readonly side: SideName }) {
  const { engine } = useStudio();
  const [format, setFormat] = useState<ExportFormat>('onnx-qdq');
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const stale = useApp((state) => trustOf(state, side) === 'stale');
  const key = model === null || stale ? null : `${model}|${format}`;
  const task = useTask(key, (options) => engine.exportSide(side, format, options));
  return (
    <>
      <h3>{t('As a file')}</h3>
      <div className="choices" role="radiogroup" aria-label={t('Format')}>
        {FORMATS.map(({ format: value, name, about }) => (
          <label key={value}>
            <input type="radio" name="format" checked={value === format} onChange={() => setFormat(value)} />
            <b>{name}</b>
            <span className="label">{t(about)}</span>
          </label>
        ))}
      </div>
      {key === null && <p className="said">{t('Both sides are being measured; what can be saved appears here.')}</p>}
      {task.busy && <ProgressRow label={t('Writing the file')} progress={task.progress} />}
      {task.error && (
        <p className="said" role="alert">
          {task.error}
        </p>
      )}
      {task.value && !task.busy && key !== null && !task.error && <Written file={task.value} />}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Written({ file }: { readonly file: Exported }) {
  const { name, bytes, weightBytes, bitsPerWeight, substitutions, companions } = file;
  const announce = useApp((state) => state.announce);
  const save = (what: string, content: Uint8Array): void => {
    saveFile(what, content);
    announce(t('{name} is saved.', { name: what }));
  };
  return (
    <>
      <h3>{name}</h3>
      <Facts
        rows={[
          [
            t('weights here'),
            `${text(bytesFigure(weightBytes))}, ${t('{bits} bits a weight', { bits: decimals(bitsPerWeight, 2) })}`,
          ],
          [t('the file'), text(bytesFigure(bytes.length))],
          [t('with it'), companions.map((companion) => companion.name).join(', ') || t('nothing')],
        ]}
      />
      {substitutions.length > 0 && <h3>{t('Written in another way')}</h3>}
      <ul>
        {substitutions.map((substitution) => (
          <li key={substitution} className="said">
            {tell(substitution)}
          </li>
        ))}
      </ul>
      <div className="tools-row">
        {companions.length > 0 && (
          <button
            type="button"
            className="btn btn-main"
            onClick={() => save(`${stem(name)}.zip`, zipped([{ name, bytes }, ...companions]))}
          >
            {t('Save all as .zip')}
          </button>
        )}
        <button type="button" className="btn" onClick={() => save(name, bytes)}>
          {t('Save the file alone')}
        </button>
      </div>
      {companions
        .filter((companion) => companion.text.length < LONGEST_SHOWN)
        .map((companion) => (
          <section key={companion.name}>
            <h3>{companion.name}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
            <pre className="code" tabIndex={0}>
              {companion.text}
            </pre>
            <CopyButton text={companion.text}>{t('Copy {name}', { name: companion.name })}</CopyButton>
          </section>
        ))}
    </>
  );
}

/** Programs are shown, tables of numbers are only saved. */
const LONGEST_SHOWN = 4000;

function stem(name: string): string {
  return name.replace(/\.\w+$/, '');
}
