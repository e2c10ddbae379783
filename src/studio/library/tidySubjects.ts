/** Forgets what tabs had open that have not been seen for a week: nobody will reload them. */
import type { KeyValueStore } from '../../core/keyValueStore.ts';
import type { Subject } from '../subject.ts';

const forgottenMs = 7 * 24 * 60 * 60_000;

export async function tidySubjects(store: KeyValueStore, subject: Subject): Promise<void> {
  const own = new Set(subject.ownKeys());
  const keys = (await store.keys()).filter((key) => key.startsWith('subject ') && !own.has(key));
  for (const key of keys) {
    const age = Date.now() - whenOf(await store.get(key));
    if (!(age < forgottenMs)) await store.delete(key);
  }
}

// ---------------------------------------------------------------------------------------------

function whenOf(record: unknown): number {
  const when = typeof record === 'object' && record !== null && 'when' in record ? record.when : undefined;
  return typeof when === 'string' ? Date.parse(when) : Number.NaN;
}
