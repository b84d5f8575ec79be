package com.acme.modular;

import com.acme.modular.internal.Request;
import com.acme.modular.internal.Scanner;

public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println(new Scanner().scan(new Request("nightly", new Request.Artifact("sha256:1"))));
  }
}
