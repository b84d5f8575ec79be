package com.acme.lint.pack;

/** Whether it is a check only its missing super class could tell. */
public class Orphan extends com.acme.gone.Base {
  public int check(java.nio.file.Path file) {
    return 2;
  }
}
