package com.example.scanner.reachability;

/**
 * Something that the code of a method names.
 *
 * @param kind in what way
 * @param owner the class it is about, by internal name
 * @param signature of the called method, name and descriptor; empty for what is not a call
 */
record Reference(Kind kind, String owner, String signature) {

  /** Ways to name a class or a method. */
  enum Kind {
    /** A call of exactly that method or the one it is inherited from. */
    EXACT_CALL,
    /** A call of whatever overrides that method. */
    VIRTUAL_CALL,
    /** A new object of that class. */
    INSTANTIATION,
    /** A static field of that class. */
    STATIC_FIELD,
    /** The class itself as a value, or its name as a text: it may be loaded by reflection. */
    MENTION
  }
}
