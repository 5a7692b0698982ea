package io.tradewind.matcher.sizing;

import java.util.Locale;

/** What is done with a model, as far as memory depends on it. */
public enum Method {
  INFERENCE("inference"),
  FULL("training of all parameters"),
  /** Small adapters beside frozen 16-bit weights. */
  LORA("LoRA fine-tuning"),
  /** Small adapters beside frozen 4-bit weights. */
  QLORA("QLoRA fine-tuning");

  private final String meaning;

  Method(String meaning) {
    this.meaning = meaning;
  }

  /** For people, after the name of a model. */
  public String meaning() {
    return meaning;
  }

  public boolean isTraining() {
    return this != INFERENCE;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
