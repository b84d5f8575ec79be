package com.acme.shapes;

import java.nio.file.Path;

class Overloaded implements Analyzer {
  @Override
  public int analyze(Path path) {
    return path.getNameCount();
  }

  @Override
  public int analyze(String path) {
    return analyze(Path.of(path));
  }
}

class Derived extends Overloaded {
  @Override
  public int analyze(Path path) {
    return super.analyze(path) + 1;
  }
}

class Caching implements Analyzer {
  private final Analyzer decorated;

  Caching(Analyzer decorated) {
    this.decorated = decorated;
  }

  @Override
  public int analyze(Path path) {
    return decorated.analyze(path);
  }
}

class Inheriting implements Analyzer {
  @Override
  public int analyze(Path path) {
    return 1;
  }
}

class Excluded implements Analyzer {
  @Override
  public int analyze(Path path) {
    return 1;
  }
}

class Updating implements Analyzer {
  @Override
  public int analyze(Path path) {
    return Feed.update();
  }
}
