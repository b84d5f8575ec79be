package com.acme.selectors.deep;

public class Below {
  public int deepDown() {
    return 1;
  }
}
