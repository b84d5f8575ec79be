package com.acme.gone;

/** Deleted after compiling: a library that is not there. */
public abstract class Base {}
