package io.scanmetrics.agent.rules.expression;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the member of a class that a property's name means: a record component, a getter, a public
 * field, a fluent accessor, or else a map's key, in this order; for {@code size} and {@code length}
 * at last any method of that name that counts. Public members go before others of the same kind of
 * class; members that are not public are read as well, but for fields.
 *
 * <p>Of the JDK's own classes only what {@link JdkTypes} names is read, and through public types.
 */
final class Members {
  private Members() {}

  /** Never {@code null}: an accessor for what is not there says so at every reading. */
  static Accessor find(Class<?> type, String name, boolean call, ModuleOpener opener) {
    List<Class<?>> types = typesOf(type);
    Search search = new Search(types, name, call, opener);
    Accessor found = search.run();
    if (found != null) {
      return found;
    }
    if (Map.class.isAssignableFrom(type)) {
      return new MapKey(name);
    }
    return new Unreadable(search.reason(type));
  }

  /** The class, its super classes, then all their interfaces. */
  private static List<Class<?>> typesOf(Class<?> type) {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      types.add(each);
    }
    for (int i = 0; i < types.size(); i++) {
      for (Class<?> each : types.get(i).getInterfaces()) {
        if (!types.contains(each)) {
          types.add(each);
        }
      }
    }
    return types;
  }

  /** One look through one class's members; remembers why what it came across cannot be read. */
  private static final class Search {
    private final List<Class<?>> types;
    private final String name;
    private final String capitalized;
    private final ModuleOpener opener;
    private final boolean call;
    private @Nullable String closed;

    Search(List<Class<?>> types, String name, boolean call, ModuleOpener opener) {
      this.opener = opener;
      this.types = types;
      this.name = name;
      this.capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      this.call = call;
    }

    @Nullable Accessor run() {
      Accessor found = component();
      if (found == null) {
        found = getter(true);
      }
      if (found == null) {
        found = publicField();
      }
      if (found == null) {
        found = fluentAccessor(true);
      }
      if (found == null) {
        found = getter(false);
      }
      if (found == null) {
        found = fluentAccessor(false);
      }
      return found == null ? size() : found;
    }

    String reason(Class<?> type) {
      if (closed != null) {
        return closed;
      }
      return "no record component, getter, public field or accessor "
          + name
          + (call ? "()" : "")
          + " in "
          + type.getName();
    }

    private @Nullable Accessor component() {
      Class<?> type = types.get(0);
      if (!type.isRecord()) {
        return null;
      }
      Field field = field(type, name);
      return field == null || Modifier.isStatic(field.getModifiers()) ? null : method(name, true);
    }

    private @Nullable Accessor getter(boolean mustBePublic) {
      if (call && Names.isGetter(name)) {
        return method(name, mustBePublic);
      }
      Accessor getter = method("get" + capitalized, mustBePublic);
      return getter == null ? method("is" + capitalized, mustBePublic) : getter;
    }

    /** What is counted is not always one of the JDK's collections. */
    private @Nullable Accessor size() {
      if (!name.equals("size") && !name.equals("length")) {
        return null;
      }
      for (Class<?> type : types) {
        Method method = declared(type, name);
        Class<?> result = method == null ? void.class : method.getReturnType();
        if (result == int.class || result == long.class) {
          return method(name, true);
        }
      }
      return null;
    }

    private @Nullable Accessor publicField() {
      for (Class<?> type : types) {
        Field field = field(type, name);
        if (field != null && Modifier.isPublic(field.getModifiers()) && readable(field, type)) {
          return new FieldValue(field);
        }
      }
      return null;
    }

    private @Nullable Accessor fluentAccessor(boolean mustBePublic) {
      for (Class<?> type : types) {
        Field field = field(type, name);
        Method method = field == null ? null : declared(type, name);
        if (field != null
            && method != null
            && method.getReturnType() == field.getType()
            && !Modifier.isStatic(field.getModifiers())) {
          Accessor accessor = method(name, mustBePublic);
          if (accessor != null) {
            return accessor;
          }
        }
      }
      return null;
    }

    /** The first declaration, from the class upwards, that may be called. */
    private @Nullable Accessor method(String methodName, boolean mustBePublic) {
      for (Class<?> type : types) {
        Method method = declared(type, methodName);
        if (method != null
            && (!mustBePublic || Modifier.isPublic(method.getModifiers()))
            && readable(method, type)) {
          return new MethodResult(method);
        }
      }
      return null;
    }

    private <M extends AccessibleObject & Member> boolean readable(M member, Class<?> type) {
      if (JdkTypes.contain(type)) {
        if (member instanceof Method && JdkTypes.mayRead(type, member.getName())) {
          return true;
        }
        closed = type.getName() + "." + member.getName() + " of the JDK is not read by expressions";
        return false;
      }
      if (member.trySetAccessible() || isOpened(type, member)) {
        return true;
      }
      closed = type.getModule() + " does not open the package of " + type.getName();
      return false;
    }

    /** Not every module can be opened, even by the agent. */
    private boolean isOpened(Class<?> type, AccessibleObject member) {
      try {
        opener.open(type);
      } catch (RuntimeException e) {
        return false;
      }
      return member.trySetAccessible();
    }

    private @Nullable Field field(Class<?> type, String name) {
      try {
        return type.getDeclaredField(name);
      } catch (NoSuchFieldException e) {
        return null;
      } catch (LinkageError e) {
        closed = type.getName() + " cannot be looked into: " + e;
        return null;
      }
    }

    /** A method without parameters that can be a property's; {@code null} without one. */
    private @Nullable Method declared(Class<?> type, String name) {
      try {
        Method method = type.getDeclaredMethod(name);
        Class<?> result = method.getReturnType();
        boolean flag = result == boolean.class || result == Boolean.class;
        return Modifier.isStatic(method.getModifiers())
                || result == void.class
                || (Names.isFlagGetter(name) && !flag)
            ? null
            : method;
      } catch (NoSuchMethodException e) {
        return null;
      } catch (LinkageError e) {
        // A class whose signatures name classes that are missing tells nothing of its methods.
        closed = type.getName() + " cannot be looked into: " + e;
        return null;
      }
    }
  }

  private record MethodResult(Method method) implements Accessor {
    @Override
    public @Nullable Object get(Object target) throws Throwable {
      return method.invoke(target);
    }
  }

  private record FieldValue(Field field) implements Accessor {
    @Override
    public @Nullable Object get(Object target) throws Throwable {
      return field.get(target);
    }
  }

  /** A map's value under a name; its size or emptiness if it has no such key. */
  private record MapKey(String name) implements Accessor {
    @Override
    public @Nullable Object get(Object target) {
      Map<?, ?> map = (Map<?, ?>) target;
      Object value = map.get(name);
      if (value != null) {
        return value;
      }
      return switch (name) {
        case "size" -> map.size();
        case "empty" -> map.isEmpty();
        default -> null;
      };
    }
  }

  private record Unreadable(String reason) implements Accessor {
    @Override
    public @Nullable Object get(Object target) {
      throw new ReadingFailed(reason);
    }
  }
}
