/**
 * WebGPU in Node, by Dawn: the module `dawn.node` of the npm package `webgpu`, found beside the program, where
 * `DAWN_NODE` says, or in `node_modules`. Where no Vulkan driver is found, Chromium's software adapter is used.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Dawn {
  readonly create: (flags: readonly string[]) => GPU;
  readonly globals: object;
}

/** @throws Error saying where `dawn.node` was looked for */
export function openGpu(): GPU {
  const places = dawnPlaces();
  const path = places.find((place) => existsSync(place));
  if (path === undefined)
    throw new Error(`dawn.node is in none of ${places.join(', ')}; set DAWN_NODE to where it lies.`);
  const { create, globals }: Dawn = createRequire(import.meta.url)(path);
  Object.assign(globalThis, globals);
  return create([]);
}

/**
 * Starts this program again with Chromium's Vulkan loader and software adapter.
 *
 * @param program what Node is to run, with its arguments
 * @returns its exit code; undefined where that was done already or no Chromium is there
 */
export function againWithSoftware(program: readonly string[], chromium: string | undefined): number | undefined {
  const folders = [dirname(chromium ?? ''), '/usr/lib/chromium', '/opt/google/chrome'];
  const folder = folders.find((place) => existsSync(join(place, softwareDriver)));
  if (folder === undefined || process.env[marker] !== undefined) return undefined;
  const { LD_LIBRARY_PATH: libraries = '' } = process.env;
  const env = {
    ...process.env,
    [marker]: '1',
    LD_LIBRARY_PATH: [folder, libraries].filter((part) => part !== '').join(':'),
    VK_DRIVER_FILES: process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES ?? join(folder, softwareDriver),
  };
  return spawnSync(process.execPath, program, { stdio: 'inherit', env }).status ?? 1;
}

// ---------------------------------------------------------------------------------------------

const marker = 'DECANT_BENCH_SOFTWARE';
const softwareDriver = 'vk_swiftshader_icd.json';

function dawnPlaces(): string[] {
  const given = process.env.DAWN_NODE;
  if (given !== undefined) return [given];
  const own = dirname(fileURLToPath(import.meta.url));
  const platform = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  const packaged = join('node_modules', 'webgpu', 'dist', platform, 'dawn.node');
  return [join(own, 'dawn.node'), join(own, '..', '..', packaged), join(process.cwd(), packaged)];
}
