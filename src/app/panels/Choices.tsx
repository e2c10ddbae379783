/** One of several, as native radio buttons with a line of help each. */
import { useId } from 'react';

interface Choice<T extends string> {
  readonly value: T;
  readonly word: string;
  readonly help?: string;
  /** Of the word, where it is not the page's language. */
  readonly lang?: string;
}

interface ChoicesProps<T extends string> {
  readonly name: string;
  readonly options: readonly Choice<T>[];
  readonly value: T;
  readonly choose: (value: T) => void;
}

export function Choices<T extends string>({ name, options, value, choose }: ChoicesProps<T>) {
  const group = useId();
  return (
    <>
      <h3 id={group}>{name}</h3>
      <div className="choices" role="radiogroup" aria-labelledby={group}>
        {options.map(({ value: one, word, help, lang }) => (
          <label key={one} {...(lang ? { lang } : {})}>
            <input type="radio" name={group} checked={one === value} onChange={() => choose(one)} />
            <b>{word}</b>
            {help && <span className="label">{help}</span>}
          </label>
        ))}
      </div>
    </>
  );
}
