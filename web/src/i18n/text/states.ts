import type {
  AvailabilityState,
  CapacityType,
  ConfidenceLevel,
  Freshness,
  PriceTerm,
  ProviderState,
  WorkloadState,
} from '../../api/types';

export const capacityType: Record<CapacityType, string> = {
  on_demand: 'On demand',
  spot: 'Spot',
  reserved: 'Reserved',
};

export const availability: Record<AvailabilityState, string> = {
  available: 'Available',
  limited: 'Limited',
  unavailable: 'Sold out',
  no_quota: 'No quota',
  unknown: 'Not published',
};

export const freshness: Record<Freshness, string> = {
  fresh: 'Fresh',
  aging: 'Aging',
  stale: 'Stale',
  expired: 'Expired',
};

export const term: Record<PriceTerm, string> = {
  list: 'List price',
  live: 'Live price',
  declared: 'Declared price',
};

export const confidence: Record<ConfidenceLevel, string> = {
  confirmed: 'Confirmed',
  published: 'Published',
  reported: 'Reported',
  doubtful: 'Doubtful',
};

export const providerState: Record<ProviderState, string> = {
  ok: 'Healthy',
  failing: 'Failing',
  waiting: 'Waiting',
};

export const workloadState: Record<WorkloadState, string> = {
  provisioning: 'Starting a machine',
  running: 'Running',
  cancelling: 'Cancelling',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  unplaced: 'Unplaced',
};

/** Names of makers as they write them; others stay as they are. */
export const vendor: Record<string, string> = {
  nvidia: 'NVIDIA',
  amd: 'AMD',
  google: 'Google',
  intel: 'Intel',
  aws: 'AWS',
  cerebras: 'Cerebras',
  qualcomm: 'Qualcomm',
};
