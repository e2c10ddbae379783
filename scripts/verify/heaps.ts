/**
 * The JavaScript memory of a page and of its workers, nested ones too, after garbage was collected: asked of V8 over the
 * debugging protocol, since the browser's own figure waits a minute for workers that do not answer.
 */
import type { CDPSession, Page } from 'playwright';

/** Bytes by the name of the worker; `page` for the page. */
export type Heaps = Readonly<Record<string, number>>;

/** Attaches to the page; workers named in `wanted` are waited for when asked. */
export async function openHeaps(page: Page): Promise<() => Promise<Heaps>> {
  const cdp = await page.context().newCDPSession(page);
  const root = new Target('page', (message) => sendRoot(cdp, message, (reply) => root.receive(reply)));
  cdp.on('Target.attachedToTarget', (params) => root.receive({ method: 'Target.attachedToTarget', params }));
  cdp.on('Target.receivedMessageFromTarget', (params) =>
    root.receive({ method: 'Target.receivedMessageFromTarget', params }),
  );
  await root.attach();
  return async () => Object.fromEntries(await Promise.all(root.all().map((target) => target.heap())));
}

// ---------------------------------------------------------------------------------------------------------------------

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Attached {
  readonly sessionId: string;
  readonly targetInfo: { readonly title: string; readonly url: string };
}

interface Usage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
}

/** Threads of onnxruntime answer nobody. */
const isOwn = ({ targetInfo }: Attached): boolean => targetInfo.title.startsWith('decant');

class Target {
  readonly #name: string;
  readonly #send: (message: Message) => void;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  readonly #children = new Map<string, Target>();
  #next = 1;

  constructor(name: string, send: (message: Message) => void) {
    this.#name = name;
    this.#send = send;
  }

  attach(): Promise<unknown> {
    return this.#ask('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  }

  all(): Target[] {
    return [this, ...[...this.#children.values()].flatMap((child) => child.all())];
  }

  async heap(): Promise<[string, number]> {
    for (let round = 0; round < 2; round++) await this.#ask('HeapProfiler.collectGarbage', {});
    const usage = (await this.#ask('Runtime.getHeapUsage', {})) as Usage;
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = usage;
    return [this.#name, usedSize + embedderHeapUsedSize + backingStorageSize];
  }

  receive({ id, method, params, result }: Message): void {
    if (id !== undefined) this.#waiting.get(id)?.(result);
    else if (method === 'Target.attachedToTarget') this.#adopt(params as Attached);
    else if (method === 'Target.receivedMessageFromTarget') {
      const { sessionId, message } = params as { sessionId: string; message: string };
      this.#children.get(sessionId)?.receive(JSON.parse(message));
    }
  }

  #adopt(attached: Attached): void {
    if (!isOwn(attached)) return;
    const { sessionId, targetInfo } = attached;
    const send = (message: Message) =>
      void this.#ask('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) });
    const child = new Target(targetInfo.title, send);
    this.#children.set(sessionId, child);
    void child.attach();
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ id, method, params });
    });
  }
}

/** The page's own session is Playwright's, which pairs question and answer itself. */
function sendRoot(cdp: CDPSession, { id, method, params }: Message, receive: (reply: Message) => void): void {
  type Method = Parameters<CDPSession['send']>[0];
  const answered = cdp.send(method as Method, params as Parameters<CDPSession['send']>[1]);
  void answered.then((result: unknown) => receive({ id, result }));
}
