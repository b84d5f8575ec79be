package io.scanmetrics.agent.instrument;

import java.util.List;

/**
 * Opens class files as the weaver would see them; nothing of them is loaded. What each extends and
 * implements is read once, so that going up from thousands of classes stays cheap.
 */
public final class ClassViews {
  private final SuperTypes superTypes;

  /**
   * @param files of the super types
   */
  public ClassViews(ClassFiles files) {
    this.superTypes = new SuperTypes(files);
  }

  /**
   * The name with dots that a class file gives itself.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static String nameOf(byte[] classFile) {
    return ClassView.of(classFile, new SuperTypes(name -> null)).name();
  }

  /**
   * A class of the files, or from another place; what is wrong with it may show when it is read.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public ClassView of(byte[] classFile) {
    return ClassView.of(classFile, superTypes);
  }

  /** Whether a type is another one or below that, as far as the files show it. */
  public boolean isSubtype(String type, String superType) {
    return superTypes.lead(List.of(type), superType);
  }
}
