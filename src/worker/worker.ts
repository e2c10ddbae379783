/**
 * The entry of both workers, the engine and the judge that the engine starts: one script, so that what both need is
 * fetched and compiled once. The worker's name says which of the two it is.
 */
import { engineHandlers } from './engine.ts';
import { engineWithHooks, judgeName, threadsOfJudge } from './protocol.ts';
import type { Port } from './rpc.ts';
import { serve } from './rpc.ts';

const scope: Port = self;
const judge = async () => (await import('./judge/judge.ts')).judgeHandlers(threadsOfJudge(self.name));
serve(
  scope,
  self.name.startsWith(judgeName) ? judge() : engineHandlers(scope, { testHooks: self.name === engineWithHooks }),
);
