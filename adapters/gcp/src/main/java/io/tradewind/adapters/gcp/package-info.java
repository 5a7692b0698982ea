/** Google Cloud: machines, accelerators and TPU slices, priced from the billing catalogue. */
@org.jspecify.annotations.NullMarked
package io.tradewind.adapters.gcp;
