package com.acme.endless;

/** What a plug-in brings along, in a class loader of its own. */
public final class Plugin implements Runnable {
  @Override
  public void run() {}
}
