package io.tradewind.server.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests against a real Keycloak. Skipped, saying so, where its distribution is not unpacked.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsKeycloak.WhenUnpacked.class)
@interface NeedsKeycloak {
  /** Looks before the application is started. */
  class WhenUnpacked implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Keycloak.distribution().isPresent()
          ? ConditionEvaluationResult.enabled("Keycloak is unpacked")
          : ConditionEvaluationResult.disabled(
              "There is no Keycloak in target/keycloak; mvn -Pkeycloak fetches one.");
    }
  }
}
