/** A run can always be ended, never be started twice, and steps only while it rests. */
import { expect, test } from 'vitest';
import type { Phase, RunEvent } from './machine.ts';
import { after, isUnderWay, may } from './machine.ts';

const walk = (events: readonly RunEvent[]): Phase => events.reduce<Phase>(after, 'idle');

test('a run from start to end, with a rest and a step', () => {
  expect(walk(['start', 'report', 'pause', 'paused', 'step', 'paused', 'resume', 'finish', 'done'])).toBe('done');
  expect(walk(['start', 'report', 'done', 'start'])).toBe('starting');
});

test('reports that are late do not wake a run that rests', () => {
  expect(walk(['start', 'report', 'pause', 'report'])).toBe('pausing');
  expect(walk(['start', 'report', 'pause', 'paused', 'report'])).toBe('paused');
});

test('what follows a network that was ended early can be steered again', () => {
  expect(walk(['start', 'report', 'finish', 'next'])).toBe('running');
  expect(walk(['start', 'report', 'finish', 'paused', 'resume'])).toBe('running');
  expect(walk(['start', 'report', 'next'])).toBe('running');
});

test('what means nothing now is not offered', () => {
  expect(may('idle', 'step')).toBe(false);
  expect(may('running', 'step')).toBe(false);
  expect(may('paused', 'step')).toBe(true);
  expect(may('running', 'start')).toBe(false);
});

test('every phase of a run can be left by a reset and by a failure', () => {
  for (const phase of ['starting', 'running', 'pausing', 'paused', 'stepping', 'finishing'] as const) {
    expect(after(phase, 'reset')).toBe('idle');
    expect(after(phase, 'fail')).toBe('failed');
    expect(isUnderWay(phase)).toBe(true);
  }
});
