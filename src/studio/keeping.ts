/**
 * The calls of the scripting interface that keep work. What they do is loaded with the first of them: the page opens
 * without.
 */
import type { TaskOptions } from '../core/task.ts';
import type { DecantLibrary, KeepRequest, KeptChange, KeptRun, Packed, Stored, Unpacked } from './apiLibrary.ts';
import type { Environment } from './environment.ts';
import type { Library } from './library/library.ts';
import { Studies } from './studies.ts';
import type { Workbench } from './workbench.ts';

export class Keeping extends Studies implements DecantLibrary {
  readonly #open: () => Promise<Library>;

  constructor(bench: Workbench, environment: Environment) {
    super(bench);
    let library: Promise<Library> | undefined;
    this.#open = () => {
      library ??= openLibrary(bench, environment);
      return library;
    };
  }

  async keep(request: KeepRequest, task: TaskOptions = {}): Promise<KeptRun> {
    return (await this.#open()).keep(request, task);
  }

  async kept(): Promise<readonly KeptRun[]> {
    return (await this.#open()).kept();
  }

  async changeKept(id: string, change: KeptChange): Promise<KeptRun> {
    return (await this.#open()).change(id, change);
  }

  async keepWeights(id: string, model: string, task: TaskOptions = {}): Promise<KeptRun> {
    return (await this.#open()).keepWeights(id, model, task);
  }

  async keptWeights(id: string): Promise<File> {
    return (await this.#open()).keptWeights(id);
  }

  async stored(): Promise<Stored> {
    return (await this.#open()).stored();
  }

  async dropStored(key: string): Promise<void> {
    return (await this.#open()).dropStored(key);
  }

  async pack(request: { readonly link?: string } = {}, task: TaskOptions = {}): Promise<Packed> {
    return (await this.#open()).pack(request, task);
  }

  async unpack(archive: Blob, task: TaskOptions = {}): Promise<Unpacked> {
    return (await this.#open()).unpack(archive, task);
  }
}

// ---------------------------------------------------------------------------------------------

async function openLibrary(bench: Workbench, environment: Environment): Promise<Library> {
  const { Library } = await import('./library/library.ts');
  return new Library(bench, environment, await environment.tabs?.());
}
