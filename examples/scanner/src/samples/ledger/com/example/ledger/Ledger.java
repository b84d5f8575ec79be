package com.example.ledger;

import java.util.Map;
import java.util.logging.Logger;
import org.apache.commons.text.StringSubstitutor;

/** A sample to be scanned: ships the same libraries as the checkout, and uses them harmlessly. */
public final class Ledger {
  private static final Logger LOG = Logger.getLogger(Ledger.class.getName());

  private Ledger() {}

  public static void main(String[] arguments) {
    Map<String, String> values = Map.of("account", "4711", "balance", "12.50");
    LOG.info(new StringSubstitutor(values).replace("${account}: ${balance}"));
  }
}
