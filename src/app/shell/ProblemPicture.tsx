/** The pour as it is in each unhappy state: dotted, broken, too full, with a part missing. */
import type { ProblemKind } from '../store/types.ts';

export function ProblemPicture({ kind }: { readonly kind: ProblemKind }) {
  return (
    <svg className="problem-picture" viewBox="0 0 200 110" aria-hidden="true">
      {kind === 'unknown-operator' ? <Nodes /> : kind === 'too-large' ? <Overfull /> : <Vessel kind={kind} />}
    </svg>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Vessel({ kind }: { readonly kind: ProblemKind }) {
  const broken = kind === 'device-lost' || kind === 'fault';
  const dotted = kind === 'no-webgpu';
  return (
    <>
      <rect width="200" height="110" fill="var(--glass)" />
      <path className="liquid a" opacity={dotted ? 0.5 : 1} d="M0 10H88Q100 10 100 22V110H0Z" />
      {!dotted && <path fill="var(--b-tint)" d="M100 70Q100 82 112 82H200V110H100Z" />}
      {broken ? (
        <>
          <path className="pour-line" d="M0 10H88Q100 10 100 22V36" />
          <path className="pour-line" d="M100 62V70Q100 82 112 82H200" />
          <path className="pour-break" d="M92 42l16 6M92 52l16 6" />
        </>
      ) : (
        <path className={`pour-line ${dotted ? 'recorded' : ''}`} d="M0 10H88Q100 10 100 22V70Q100 82 112 82H200" />
      )}
      {kind === 'bad-file' && <path className="pour-break" d="M142 34l16 16m0 -16l-16 16" />}
      <path className="walls" d="M.5 0V109.5H199.5V0" />
    </>
  );
}

function Overfull() {
  return (
    <>
      <rect y="40" width="200" height="70" fill="var(--glass)" />
      <rect className="liquid a" y="46" width="200" height="64" />
      <rect x="1" y="2" width="198" height="42" fill="var(--bad-tint)" />
      <path className="pour-break" strokeDasharray="5 4" d="M1 40V2H199V40" />
      <path className="pour-line" d="M1 41Q3 46 12 46H188Q197 46 199 41" />
      <path className="walls" d="M.5 40V109.5H199.5V40" />
    </>
  );
}

/** Ten by four nodes; one is crossed out. */
function Nodes() {
  const nodes = Array.from({ length: 40 }, (_, i) => ({ x: 3 + (i % 10) * 20, y: 8 + Math.floor(i / 10) * 25, i }));
  return (
    <>
      {nodes.map(({ x, y, i }) =>
        i === 30 ? (
          <path key={i} className="pour-break" d={`M${x - 1} ${y - 1}l14 16m0 -16l-14 16`} />
        ) : (
          <rect
            key={i}
            x={x}
            y={y}
            width="12"
            height="14"
            fill={(i * 7) % 3 === 0 ? 'var(--b-tint)' : 'var(--well)'}
            stroke={(i * 7) % 3 === 0 ? 'var(--b-line)' : 'var(--ink-3)'}
          />
        ),
      )}
    </>
  );
}
