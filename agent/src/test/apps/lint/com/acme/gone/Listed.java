package com.acme.gone;

/** Deleted after compiling, as {@link Base} is. */
public interface Listed {}
