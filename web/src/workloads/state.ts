import type { WorkloadState, Workload } from '../api/types';
import type { Tone } from '../shell/Notice';

export const STATES: WorkloadState[] = [
  'provisioning',
  'running',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  'unplaced',
];

export const stateTone: Record<WorkloadState, Tone> = {
  provisioning: 'warn',
  running: 'live',
  cancelling: 'warn',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'calm',
  unplaced: 'bad',
};

const ENDED: ReadonlySet<WorkloadState> = new Set(['succeeded', 'failed', 'cancelled', 'unplaced']);

export function hasEnded(state: WorkloadState): boolean {
  return ENDED.has(state);
}

/** How long it has run, or null when it never has. */
export function secondsRun(workload: Workload, now: number): number | null {
  if (!workload.startedAt) return null;
  const end = workload.endedAt ? Date.parse(workload.endedAt) : now;
  return Math.max(0, (end - Date.parse(workload.startedAt)) / 1000);
}

/** "Cancelled." beside the state Cancelled tells nothing. */
export function saysTheSame(one: string, other: string): boolean {
  const plain = (sentence: string) => sentence.toLowerCase().replace(/[.\s]+$/, '');
  return plain(one) === plain(other);
}
