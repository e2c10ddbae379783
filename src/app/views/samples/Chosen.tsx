/** Which samples are shown while a filter or a selection holds, with menus to change it and the way back to all. */
import { useMemo } from 'react';
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Option } from '../../recipe/options.ts';
import { Pick } from '../../sides/Pick.tsx';
import { samplesFor } from '../../stage/cells.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import type { SampleFilter, SampleSelection } from '../../store/types.ts';

const FILTERS: readonly Option<SampleFilter>[] = [
  { value: 'all', word: 'all', help: 'Every sample, whatever both sides answer.' },
  { value: 'flips', word: 'flips', help: 'Samples to which A and B give different answers.' },
  {
    value: 'unsure',
    word: 'B in doubt',
    help: 'Samples where A’s answer loses most of its share in B, greatest loss first.',
  },
];

const EVERY = 'every';
/** Classes that a menu can hold. */
const MOST_LISTED = 100;

export default function Chosen({ shown }: { readonly shown: number }) {
  const { engine } = useStudio();
  const results = useApp((state) => state.results);
  const samples = useApp((state) => state.opened?.data.samples ?? 0);
  const classes = useApp((state) => state.opened?.data.classes);
  const { filter, only } = { filter: useApp((state) => state.filter), only: useApp((state) => state.only) };
  const setFilter = useApp((state) => state.setFilter);
  const setOnly = useApp((state) => state.setOnly);
  const found = useMemo(
    () => samplesFor(results, engine.images, samples, { filter, only }).length,
    [results, engine, samples, filter, only],
  );
  const name = (index: number): string => classes?.[index] ?? String(index);
  const all = (): void => {
    setOnly(null);
    setFilter('all');
  };
  return (
    <span className="end">
      {t('{shown} of {found} shown:', { shown: count(shown), found: count(found) })}{' '}
      <Pick className="small" label={t('which samples')} options={FILTERS} value={filter} onChange={setFilter} />
      {classes && classes.length <= MOST_LISTED && (
        <Pick
          className="small"
          label={t('class of the samples')}
          options={classOptions(classes)}
          value={only?.truth === undefined ? EVERY : String(only.truth)}
          word={onlyWords(only, name)}
          onChange={(value) => setOnly(value === EVERY ? null : { truth: Number(value) })}
        />
      )}
      <button type="button" className="link" onClick={all}>
        {t('show all samples')}
      </button>
    </span>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function classOptions(classes: readonly string[]): readonly Option<string>[] {
  const every = { value: EVERY, word: t('every class'), help: t('Samples of all classes.') };
  return [every, ...classes.map((word, i) => ({ value: String(i), word, help: t('Only samples of this class.') }))];
}

/** "4 that B reads 9" */
function onlyWords(only: SampleSelection | null, name: (index: number) => string): string {
  if (!only) return t('every class');
  const { truth, a, b } = only;
  const parts = [
    ...(truth === undefined ? [] : [t('class {name}', { name: name(truth) })]),
    ...(a === undefined ? [] : [t('A says {name}', { name: name(a) })]),
    ...(b === undefined ? [] : [t('B says {name}', { name: name(b) })]),
  ];
  return parts.join(', ');
}
