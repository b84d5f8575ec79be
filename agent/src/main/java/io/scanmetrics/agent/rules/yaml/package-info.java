/**
 * Text to a tree that knows where each of its parts stands in the file: what the rules reader
 * reads.
 */
@NullMarked
package io.scanmetrics.agent.rules.yaml;

import org.jspecify.annotations.NullMarked;
