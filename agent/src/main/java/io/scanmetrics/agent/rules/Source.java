package io.scanmetrics.agent.rules;

/**
 * A place in a rules file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1, in characters
 */
public record Source(String file, int line, int column) {}
