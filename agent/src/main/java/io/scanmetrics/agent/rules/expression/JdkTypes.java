package io.scanmetrics.agent.rules.expression;

import java.lang.reflect.Modifier;
import java.util.Set;

/**
 * Which classes of the {@code java.*} modules may be read: values, whose getters only tell. Many
 * others have methods that look like getters and act ({@code ByteBuffer.getInt} moves on, {@code
 * URL.getContent} connects, {@code Class} leads to everything), so what is not named here is not
 * read. The JDK's tools, in {@code jdk.*} modules, are applications like any other.
 */
final class JdkTypes {
  private static final Set<String> PACKAGES =
      Set.of(
          "java.time",
          "java.time.chrono",
          "java.time.temporal",
          "java.time.zone",
          "java.math",
          "java.nio.file.attribute",
          "java.security.cert");

  private static final Set<String> TYPES =
      Set.of(
          "java.io.File",
          "java.lang.Enum",
          "java.lang.StackTraceElement",
          "java.lang.Throwable",
          "java.net.URI",
          "java.nio.file.Path",
          "java.security.Key",
          "java.security.Principal",
          "java.util.Currency",
          "java.util.Date",
          "java.util.Locale",
          "java.util.Map$Entry",
          "java.util.UUID",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.Future",
          "java.util.jar.Attributes",
          "java.util.jar.JarEntry",
          "java.util.jar.Manifest",
          "java.util.zip.ZipEntry",
          "java.util.zip.ZipFile",
          "javax.security.auth.x500.X500Principal",
          "javax.tools.Diagnostic",
          "javax.tools.FileObject",
          "javax.tools.JavaFileObject");

  /** Getters of the above that do more than tell, or lead to classes. */
  private static final Set<String> REFUSED =
      Set.of("getClass", "getDeclaringClass", "getNow", "getEncoded");

  private JdkTypes() {}

  /** Whether that class belongs to a {@code java.*} module. */
  static boolean contain(Class<?> type) {
    String module = type.getModule().getName();
    return module != null && module.startsWith("java.");
  }

  /** Whether that method without parameters, declared by that class of the JDK, may be called. */
  static boolean mayRead(Class<?> type, String method) {
    boolean enumConstant = method.equals("name") || method.equals("ordinal");
    return Modifier.isPublic(type.getModifiers())
        && (PACKAGES.contains(type.getPackageName()) || TYPES.contains(type.getName()))
        && (Names.isGetter(method) || (type == Enum.class && enumConstant))
        && !REFUSED.contains(method);
  }
}
