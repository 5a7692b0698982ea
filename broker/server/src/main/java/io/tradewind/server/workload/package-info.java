/** What users asked for: submit, follow, cancel. */
@NullMarked
package io.tradewind.server.workload;

import org.jspecify.annotations.NullMarked;
