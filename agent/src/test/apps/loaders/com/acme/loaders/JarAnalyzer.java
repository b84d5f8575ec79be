package com.acme.loaders;

public class JarAnalyzer extends AbstractAnalyzer {}

abstract class AbstractAnalyzer implements Analyzer {
  @Override
  public String analyze(String id) {
    return id;
  }
}

interface Analyzer {
  String analyze(String id);
}
