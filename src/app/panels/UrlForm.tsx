/** A field for addresses: one a line where several files belong together. */

import type { FormEvent } from 'react';
import { useState } from 'react';
import { t } from '../messages/t.ts';

interface UrlFormProps {
  readonly label: string;
  readonly hint: string;
  readonly onUrls: (urls: readonly string[]) => void;
  /** A look at it beforehand, where there is one. */
  readonly look?: { readonly label: string; readonly onUrls: (urls: readonly string[]) => void };
}

export function UrlForm({ label, hint, onUrls, look }: UrlFormProps) {
  const [text, setText] = useState('');
  const urls = text.split(/\s+/).filter((word) => word !== '');
  const wrong = urls.find((url) => !/^https?:\/\//.test(url));
  const whole = urls.length > 0 && wrong === undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (whole) onUrls(urls);
  };
  return (
    <form className="form" onSubmit={submit}>
      <label className="field whole">
        <span>{label}</span>
        <textarea
          rows={2}
          value={text}
          spellCheck={false}
          aria-invalid={wrong !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
        <span>
          {wrong === undefined ? hint : t('“{address}” does not begin with https:// or http://.', { address: wrong })}
        </span>
      </label>
      <div className="whole tools-row">
        <button type="submit" className="btn" disabled={!whole}>
          {t('Open the link')}
        </button>
        {look && (
          <button type="button" className="link" disabled={!whole} onClick={() => look.onUrls(urls)}>
            {look.label}
          </button>
        )}
      </div>
    </form>
  );
}
