import { compare } from './text/compare';
import { audit, auditWebhook, govern, validator } from './text/govern';
import { map } from './text/map';
import { availabilityHistory, carbonHours } from './text/histories';
import { alerts, history, market, providers, quarantine, signals, truth } from './text/market';
import { orders } from './text/orders';
import { run, runForm } from './text/run';
import { accounts, members, overrides, secrets, tokens } from './text/settings';
import { navigation, problem, signIn } from './text/shell';
import { sites } from './text/sites';
import { disputes, savings, spend, spendParts } from './text/spend';
import * as states from './text/states';
import { log, utilisation, workload, workloads } from './text/workloads';

/** Every sentence of the portal, in one folder by area, so that a second language is one more folder. */
export const text = {
  product: 'Tradewind',
  skip: 'Skip to the content',
  unknown: 'unknown',
  none: '–',
  loading: 'Loading…',
  retry: 'Try again',
  more: 'Show more',
  close: 'Close',
  any: 'Any',
  ...states,

  navigation,
  map,
  compare,
  problem,
  signIn,
  tokens,
  members,
  spend,
  spendParts,
  savings,
  govern,
  validator,
  disputes,
  audit,
  auditWebhook,
  market,
  truth,
  overrides,
  accounts,
  secrets,
  history,
  availabilityHistory,
  carbonHours,
  alerts,
  providers,
  signals,
  quarantine,
  run,
  runForm,
  workloads,
  sites,
  orders,
  workload,
  utilisation,
  log,
};
