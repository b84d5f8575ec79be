package com.example.checkout;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** A sample to be scanned: logs what its caller sends, and interpolates it. */
public final class Checkout {
  private static final Logger LOG = LogManager.getLogger(Checkout.class);

  private Checkout() {}

  public static void main(String[] arguments) {
    String customer = arguments.length == 0 ? "nobody" : arguments[0];
    LOG.error("payment refused for {}", customer);
    System.out.println(new Receipt(customer).text());
  }
}
