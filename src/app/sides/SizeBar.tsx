/** Bytes by part, true to the larger of both sides: codes, scales and zero points, padding and the rest. */

import type { Size } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import type { SideName } from '../store/types.ts';

interface SizeBarProps {
  readonly side: SideName;
  readonly size: Size;
  readonly full: number;
}

export function SizeBar({ side, size, full }: SizeBarProps) {
  const { codes, scales, zeroPoints, padding, rest } = size.parts;
  const share = (bytes: number): string => `${(bytes / full) * 100}%`;
  return (
    <span className={`size-bar ${side}`} aria-hidden="true">
      <i className="codes" style={{ width: share(codes) }} />
      {scales + zeroPoints > 0 && <i className="scales" style={{ width: share(scales + zeroPoints) }} />}
      {padding + rest > 0 && <i className="rest" style={{ width: share(padding + rest) }} />}
    </span>
  );
}

/** "all of it weights", "12 % scales" */
export function partsWords({ bytes, parts }: Size): string {
  const share = (part: number): number => Math.round((part / bytes) * 100);
  const scales = share(parts.scales + parts.zeroPoints);
  if (scales >= 1) return t('{share} % of it scales', { share: scales });
  return share(parts.rest) >= 5 ? t('{share} % beside weights', { share: share(parts.rest) }) : t('all of it weights');
}
