/** How raw values become what the network was trained on: nodes put before it, shown and edited here. */

import type { FormEvent } from 'react';
import { useState } from 'react';
import type { InputAdaptation, ModelSummary } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { parseNumbers } from './parseNumbers.ts';

interface AdaptationFormProps {
  readonly model: ModelSummary;
  readonly adapt: (input: InputAdaptation) => void;
}

interface Fields {
  readonly layout: '' | 'NCHW' | 'NHWC';
  readonly channels: '' | 'rgb' | 'bgr' | 'gray';
  readonly scale: string;
  readonly mean: string;
  readonly std: string;
  readonly resize: string;
}

const UNTOUCHED: Fields = { layout: '', channels: '', scale: '', mean: '', std: '', resize: '' };

export function AdaptationForm({ model, adapt }: AdaptationFormProps) {
  const [fields, setFields] = useState<Fields>(UNTOUCHED);
  const data = useApp((state) => state.opened?.data);
  const set = (change: Partial<Fields>): void => setFields((before) => ({ ...before, ...change }));
  const { input: adaptation, problem } = adaptationOf(fields);
  const input = model.inputs[0]?.shape.join(' × ') ?? t('nothing');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (problem === null) adapt(adaptation);
  };
  return (
    <>
      <h3>{t('Input')}</h3>
      <p className="quiet">
        {data
          ? t('The network takes {input}, a sample is {sample} with values from 0 to 255.', {
              input,
              sample: data.shape.join(' × '),
            })
          : t('The network takes {input}.', { input })}{' '}
        {t(
          'If it answers by chance, it may want them scaled or ordered in another way. These steps become part of the network, so an exported file needs none.',
        )}
      </p>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t('layout the network wants')}</span>
          <select value={fields.layout} onChange={(event) => set({ layout: layoutOf(event.target.value) })}>
            <option value="">{t('as it comes')}</option>
            <option value="NCHW">{t('channels first (NCHW)')}</option>
            <option value="NHWC">{t('channels last (NHWC)')}</option>
          </select>
        </label>
        <label className="field">
          <span>{t('channels')}</span>
          <select value={fields.channels} onChange={(event) => set({ channels: channelsOf(event.target.value) })}>
            <option value="">{t('as they come')}</option>
            <option value="rgb">{t('red, green, blue')}</option>
            <option value="bgr">{t('blue, green, red')}</option>
            <option value="gray">{t('the data is grey')}</option>
          </select>
        </label>
        <NumberField
          label={t('multiply by (1/255 is 0.00392157)')}
          value={fields.scale}
          set={(scale) => set({ scale })}
        />
        <NumberField label={t('then subtract, one a channel')} value={fields.mean} set={(mean) => set({ mean })} />
        <NumberField label={t('then divide by, one a channel')} value={fields.std} set={(std) => set({ std })} />
        <NumberField label={t('resize to height, width')} value={fields.resize} set={(resize) => set({ resize })} />
        <div className="whole tools-row">
          <button type="submit" className="btn" disabled={problem !== null || Object.keys(adaptation).length === 0}>
            {t('Open it again like this')}
          </button>
          {problem && <span className="key-wrong">{problem}</span>}
        </div>
      </form>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
}

function NumberField({ label, value, set }: NumberFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input type="text" inputMode="decimal" value={value} onChange={(event) => set(event.target.value)} />
    </label>
  );
}

function layoutOf(value: string): Fields['layout'] {
  return value === 'NCHW' || value === 'NHWC' ? value : '';
}

function channelsOf(value: string): Fields['channels'] {
  return value === 'rgb' || value === 'bgr' || value === 'gray' ? value : '';
}

/** What the fields ask for, or the first thing that is wrong with them. */
function adaptationOf({ layout, channels, ...words }: Fields): { input: InputAdaptation; problem: string | null } {
  const [scale, mean, std, resize] = [words.scale, words.mean, words.std, words.resize].map(parseNumbers);
  const wrong = [scale, mean, std, resize].some((numbers) => numbers === null);
  if (wrong) return { input: {}, problem: `× ${t('Numbers only, with commas between.')}` };
  if (scale && scale.length > 1) return { input: {}, problem: `× ${t('One number to multiply by.')}` };
  if (std?.some((value) => value === 0)) return { input: {}, problem: `× ${t('Nothing can be divided by 0.')}` };
  if (resize && resize.length !== 0 && resize.length !== 2)
    return { input: {}, problem: `× ${t('Resize wants two numbers.')}` };
  const [height, width] = resize ?? [];
  const [factor] = scale ?? [];
  return {
    input: {
      ...(layout ? { layout } : {}),
      ...(channels ? { channels } : {}),
      ...(factor === undefined ? {} : { scale: factor }),
      ...(mean?.length ? { mean } : {}),
      ...(std?.length ? { std } : {}),
      ...(height === undefined || width === undefined ? {} : { resize: [height, width] as const }),
    },
    problem: null,
  };
}
