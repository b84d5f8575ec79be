package com.acme.lint.pack;

/** Whether it is a check only its missing super types could tell. */
public class Orphan extends com.acme.gone.Base implements com.acme.gone.Listed {
  public int check(java.nio.file.Path file) {
    return 2;
  }
}
