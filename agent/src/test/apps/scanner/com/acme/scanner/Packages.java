package com.acme.scanner;

import java.util.List;

public record Packages(List<String> packages, boolean ok, String errorCode) {}
