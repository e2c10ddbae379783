/** The last line: where this runs, why there, what was checked, and that nothing leaves the tab. */

import type { Readiness } from '../../studio/api.ts';
import { moment } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import { useApp } from '../store/context.tsx';

const FEATURES: Readonly<Record<string, string>> = {
  'shader-f16': '16-bit floats',
  subgroups: 'subgroups',
  'timestamp-query': 'timestamps',
  packed_4x8_integer_dot_product: 'packed dot products',
};

export function Proof() {
  const readiness = useApp((state) => state.readiness);
  const openPanel = useApp((state) => state.openPanel);
  return (
    <footer className="proof">
      {readiness ? <Machine readiness={readiness} open={() => openPanel('measure')} /> : <RecordedOn />}
      {readiness && <SelfCheck readiness={readiness} open={() => openPanel('measure')} />}
      <span>{t('Nothing leaves this tab')}</span>
    </footer>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function RecordedOn() {
  const provenance = useApp((state) => state.results.b?.measurement.provenance);
  if (!provenance) return <span>{t('The engine is starting.')}</span>;
  return (
    <span data-provenance="recorded">
      <b>{t('Recorded:')}</b> {tell(provenance.device)}, {moment(provenance.when)}
    </span>
  );
}

function Machine({ readiness, open }: { readonly readiness: Readiness; readonly open: () => void }) {
  const { chosen, adapter } = readiness;
  const onGpu = chosen.executor === 'webgpu';
  const features = onGpu ? readiness.features.filter((feature) => feature in FEATURES) : [];
  return (
    <>
      <span>
        <b>{placeOf(readiness)}</b> {adapter && onGpu ? nameOf(adapter) : ''}
      </span>
      <button type="button" className="link" onClick={open}>
        {t('by {executor}: why?', { executor: chosen.executor })}
        <span className="unseen"> {tell(chosen.why)}</span>
      </button>
      {features.length > 0 && <span>{features.map((feature) => t(FEATURES[feature] ?? feature)).join(', ')}</span>}
    </>
  );
}

/** A CPU that poses as a GPU is never called a GPU. */
function placeOf({ chosen, adapter }: Readiness): string {
  if (chosen.executor !== 'webgpu' || !adapter) return t('Live on this CPU');
  return adapter.software ? t('Live on a software adapter:') : t('Live on your GPU:');
}

function nameOf({ description, vendor, architecture }: NonNullable<Readiness['adapter']>): string {
  return description || [vendor, architecture].filter((word) => word !== '').join(' ') || t('unnamed adapter');
}

function SelfCheck({ readiness, open }: { readonly readiness: Readiness; readonly open: () => void }) {
  const { selfCheck } = readiness;
  const passed = selfCheck.filter(({ ok }) => ok).length;
  if (selfCheck.length === 0) return null;
  const failing = passed < selfCheck.length;
  return (
    <button type="button" className={`link${failing ? ' failing' : ''}`} data-provenance="live" onClick={open}>
      {failing
        ? t('× Self-check failed: {passed} of {all} kernels', { passed, all: selfCheck.length })
        : t('Self-check passed, {passed} of {all} kernels', { passed, all: selfCheck.length })}
    </button>
  );
}
