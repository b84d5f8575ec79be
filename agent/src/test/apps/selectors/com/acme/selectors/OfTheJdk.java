package com.acme.selectors;

import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.Scanner;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

final class OfTheJdk {
  private OfTheJdk() {}

  static int all() throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader("a=b"));
    StringReader reader = new StringReader("abc");
    long skipped = reader.skip(2);
    return properties.size() + new Scanner("7").nextInt() + (int) skipped + (compile() ? 1 : 0);
  }

  /** Through classes of a module that exports none of them. */
  private static boolean compile() {
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignore) {
            return "class A {}";
          }
        };
    return ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, null, List.of("-proc:none", "-implicit:none", "-d", System.getProperty("java.io.tmpdir")), null, List.of(source))
        .call();
  }
}
