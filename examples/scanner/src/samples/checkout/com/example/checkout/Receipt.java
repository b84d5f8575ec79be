package com.example.checkout;

import org.apache.commons.text.StringSubstitutor;

final class Receipt {
  private final String customer;

  Receipt(String customer) {
    this.customer = customer;
  }

  String text() {
    return StringSubstitutor.createInterpolator().replace("Receipt for " + customer);
  }
}
