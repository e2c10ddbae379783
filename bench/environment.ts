/** Where and with what the numbers were measured. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Machine {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** The commit that was measured, with `+` where files differ from it. */
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
}

export function describeMachine(): Machine {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString(),
    node: process.version,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    commit: commit(),
    versions: versions(),
  };
}

// ---------------------------------------------------------------------------------------------

const packages: readonly (readonly [string, string])[] = [
  ['node_modules', 'onnxruntime-web'],
  ['bench/node_modules', '@jax-js/jax'],
  ['bench/node_modules', '@tensorflow/tfjs-core'],
  ['node_modules', 'webgpu'],
];

function versions(): Record<string, string> {
  const found = packages.flatMap(([folder, name]) => {
    try {
      const { version } = JSON.parse(readFileSync(join(root, folder, name, 'package.json'), 'utf8'));
      return [[name, String(version)] as const];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(found);
}

function commit(): string {
  try {
    const git = (...words: string[]) =>
      execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'shaders') === '' ? '' : '+')
    );
  } catch {
    return 'unknown';
  }
}
