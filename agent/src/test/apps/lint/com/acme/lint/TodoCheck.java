package com.acme.lint;

/** Inherits its check. */
@Slow
public class TodoCheck extends AbstractCheck {
  @Override
  protected int weigh(String text, int factor) {
    return text.length() * factor;
  }

  @Measured
  int weigh(String[] texts, java.util.Map.Entry<String, byte[]> entry) {
    return texts.length + entry.getValue().length;
  }

  native int sum(byte[] bytes);
}
