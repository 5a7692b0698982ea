package io.tradewind.adapters.gcp;

import com.google.cloud.compute.v1.MachineType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a project sees.
 *
 * @param machines by zone
 * @param accelerators names of accelerator types by zone
 * @param silent zones that did not answer this time, with what Google said; they stand with what
 *     they told last
 * @param quotas by region
 */
record Inventory(
    Map<String, List<MachineType>> machines,
    Map<String, Set<String>> accelerators,
    Map<String, String> silent,
    Map<String, RegionQuota> quotas) {}
