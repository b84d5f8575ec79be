package io.scanmetrics.agent.rules;

import java.util.List;

/**
 * Which classes a rule means. {@link #mayMatch} decides by the name alone, for every class that the
 * JVM loads; super types and annotations are for the instrumentation to look at afterwards.
 */
public sealed interface ClassSelector {

  /**
   * Whether a class of that name can be meant; for {@link Named} and {@link Like} this is the
   * answer, for the others it is necessary only. Any thread; allocates nothing but for {@link Like}
   * inside its packages.
   *
   * @param internalName with slashes, nested classes with a dollar sign
   */
  boolean mayMatch(String internalName);

  /** The same without its packages, for telling what these leave out. */
  ClassSelector anywhere();

  /** Where to look; {@link Packages#ANY} for an exact name. */
  Packages packages();

  /** The selector as a reader recognises it. */
  String label();

  /** One class by its exact name. */
  record Named(String name, String internalName) implements ClassSelector {
    Named(String name) {
      this(name, name.replace('.', '/'));
    }

    @Override
    public boolean mayMatch(String internalName) {
      return this.internalName.equals(internalName);
    }

    @Override
    public Packages packages() {
      return Packages.ANY;
    }

    @Override
    public ClassSelector anywhere() {
      return this;
    }

    @Override
    public String label() {
      return name;
    }
  }

  /** Classes whose whole fully qualified name fits a regular expression. */
  record Like(NamePattern regex, Packages packages) implements ClassSelector {
    @Override
    public boolean mayMatch(String internalName) {
      return packages.contain(internalName) && regex.fits(internalName.replace('/', '.'));
    }

    @Override
    public ClassSelector anywhere() {
      return new Like(regex, Packages.ANY);
    }

    @Override
    public String label() {
      return "/" + regex.regex() + "/";
    }
  }

  /** The named type itself and whatever extends or implements it. */
  record SubtypeOf(String superType, Packages packages) implements ClassSelector {
    @Override
    public boolean mayMatch(String internalName) {
      return packages.contain(internalName);
    }

    @Override
    public ClassSelector anywhere() {
      return new SubtypeOf(superType, Packages.ANY);
    }

    @Override
    public String label() {
      return superType + "+";
    }
  }

  /** Classes that carry the named annotation themselves. */
  record Annotated(String annotation, Packages packages) implements ClassSelector {
    @Override
    public boolean mayMatch(String internalName) {
      return packages.contain(internalName);
    }

    @Override
    public ClassSelector anywhere() {
      return new Annotated(annotation, Packages.ANY);
    }

    @Override
    public String label() {
      return "@" + annotation;
    }
  }

  /**
   * Packages with their sub-packages.
   *
   * @param names with dots; empty means anywhere, which only an exclude may say
   * @param prefixes the same as internal names, each with a slash at its end
   */
  record Packages(List<String> names, List<String> prefixes) {
    /** Anywhere. */
    static final Packages ANY = new Packages(List.of(), List.of());

    public Packages {
      names = List.copyOf(names);
      prefixes = List.copyOf(prefixes);
    }

    /** Whether a class of that internal name lies in one of them. */
    public boolean contain(String internalName) {
      int count = prefixes.size();
      for (int i = 0; i < count; i++) {
        if (internalName.startsWith(prefixes.get(i))) {
          return true;
        }
      }
      return count == 0;
    }
  }
}
