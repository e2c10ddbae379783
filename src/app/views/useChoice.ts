/** A setting of a view that the link carries: read, checked against what is offered, and set back where it is the first. */
import { useApp } from '../store/context.tsx';
import type { ChoiceName } from '../store/types.ts';

/** @param offered what can be chosen; the first is how the view opens */
export function useChoice<T extends string>(
  name: ChoiceName,
  offered: readonly [T, ...T[]],
): [chosen: T, choose: (value: T) => void] {
  const said = useApp((state) => state.choices[name]);
  const put = useApp((state) => state.choose);
  const [first] = offered;
  return [offered.find((one) => one === said) ?? first, (value) => put(name, value === first ? null : value)];
}

/** A number that is set: null where nothing was said or it is none above zero. */
export function useNumberChoice(name: ChoiceName): [chosen: number | null, choose: (value: number | null) => void] {
  const said = Number(useApp((state) => state.choices[name]));
  const put = useApp((state) => state.choose);
  return [said > 0 && Number.isFinite(said) ? said : null, (value) => put(name, value === null ? null : `${value}`)];
}
