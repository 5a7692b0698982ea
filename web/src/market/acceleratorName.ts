import { text } from '../i18n/text';

/** The server's word for machines without accelerators, in a filter and among the facets. */
const NO_ACCELERATOR = 'none';

export function acceleratorName(model: string): string {
  return model === NO_ACCELERATOR ? text.market.cpuOnly : model;
}
