package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RestFeedContractTest {
  // JUnit makes the subject itself, so the change waits where that instance finds it.
  private static volatile Consumer<WebStub> change = stub -> {};

  @Test
  void aFeedThatKeepsItsPromisesPassesAll() {
    // The stub is no service: the class path of these tests has another one registered.
    assertThat(run(stub -> {}).failed()).containsExactly("theServiceLoaderFindsTheFactory");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void aBrokenPromiseIsCaught(Consumer<WebStub> breaking, String caughtBy) {
    assertThat(run(breaking).failed()).contains(caughtBy);
  }

  static Stream<Arguments> aBrokenPromiseIsCaught() {
    return Stream.of(
        broken(stub -> stub.readsWithoutKey = true, "withoutAKeyOrSwitchedOffThereIsNoProvider"),
        broken(stub -> stub.forgetsToSendTheKey = true, "aKeyIsSentWithEveryCallAndNothingElseIs"),
        broken(stub -> stub.showsReplies = true, "anExpiredKeyIsNamed"),
        broken(stub -> stub.onRefusedKey = Fault.UNEXPECTED, "anExpiredKeyIsNamed"),
        broken(stub -> stub.forgetsTheWait = true, "aLongWaitIsPassedOn"),
        broken(stub -> stub.believesAnything = true, "anythingElseIsUnexpectedAndKept"),
        broken(stub -> stub.believesAnything = true, "halfAPageIsUnexpected"),
        broken(stub -> stub.onLostConnection = Fault.UNEXPECTED, "aLostConnectionIsUnreachable"),
        broken(stub -> stub.onLostConnection = Fault.THROTTLED, "nobodyListeningIsUnreachable"),
        broken(
            stub -> stub.onLostConnection = Fault.THROTTLED,
            "silenceIsUnreachableWhenTheTimeIsUp"));
  }

  private static Arguments broken(Consumer<WebStub> breaking, String caughtBy) {
    return Arguments.of(breaking, caughtBy);
  }

  private static ContractRun run(Consumer<WebStub> breaking) {
    change = breaking;
    return ContractRun.of(StubFactory::new, Subject.class);
  }

  static class Subject extends RestFeedContract {
    @Override
    protected ProviderFactory factory() {
      WebStub stub = new WebStub();
      change.accept(stub);
      return stub;
    }

    @Override
    protected void serve(LoopbackApi api) {
      api.on("GET", "/list", firstReply());
    }

    @Override
    protected void serveNothing(LoopbackApi api) {
      api.on("GET", "/list", ApiReply.json(WebStub.EMPTY));
    }

    @Override
    protected ApiReply firstReply() {
      return ApiReply.json(WebStub.LIST);
    }
  }
}
